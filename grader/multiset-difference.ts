/**
 * What one list has more often than the other: copies count, for a second mount on the same point is one more.
 *
 * @param keyOf - what makes two entries the same
 */
export function multisetDifference<T>(
  list: T[],
  other: T[],
  keyOf: (entry: T) => unknown = (entry) => entry,
): T[] {
  const rest = new Map<unknown, number>()
  for (const entry of other) rest.set(keyOf(entry), (rest.get(keyOf(entry)) ?? 0) + 1)
  return list.filter((entry) => {
    const count = rest.get(keyOf(entry)) ?? 0
    rest.set(keyOf(entry), count - 1)
    return count <= 0
  })
}
