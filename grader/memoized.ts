/** What several grades on one machine ask for is there after the first. */
export function memoized(action: () => Promise<void>): () => Promise<void> {
  let asked: Promise<void> | undefined
  return () => {
    asked ??= action()
    return asked
  }
}
