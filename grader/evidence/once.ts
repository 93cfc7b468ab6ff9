/** Which grade it is; evidence of an earlier one is forgotten. */
let grade = 0

/** Gathers evidence when the first check of a grade asks for it; the others get the same. */
export function once<T>(gather: () => Promise<T>): () => Promise<T> {
  let gathered: { in: number; what: Promise<T> } | undefined
  return () => {
    if (gathered?.in !== grade) gathered = { in: grade, what: gather() }
    return gathered.what
  }
}

/** Another grade begins in this process. */
export function forgetEvidence(): void {
  grade++
}
