/** What one list has more often than the other. */
export function without(list: string[], other: string[]): string[] {
  const rest = [...other]
  return list.filter((entry) => {
    const index = rest.indexOf(entry)
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
}
