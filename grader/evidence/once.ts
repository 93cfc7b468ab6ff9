/** Gathers evidence when the first check asks for it; the others get the same. */
export function once<T>(gather: () => Promise<T>): () => Promise<T> {
  let gathered: Promise<T> | undefined
  return () => {
    gathered ??= gather()
    return gathered
  }
}
