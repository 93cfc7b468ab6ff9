import type { Facts, Listing } from './listing.ts'
import { inWords, printable } from './words.ts'

/** What is different in the second tree, a line each; nothing where the trees are the same. */
export function differences(expected: Listing, found: Listing): string[] {
  const paths = [...new Set([...expected.keys(), ...found.keys()])].sort()
  return paths.flatMap((path) => {
    const [wanted, there] = [expected.get(path), found.get(path)]
    if (!there) return `${printable(path)} is missing`
    if (!wanted) return `not expected: ${inWords(path, there)}`
    return differentFacts(wanted, there).map((words) => `${printable(path)}: ${words}`)
  })
}

function differentFacts(expected: Facts, found: Facts): string[] {
  const names = [...new Set([...expected.keys(), ...found.keys()])]
  return names
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => {
      const [wanted, there] = [expected, found].map((facts) => printable(facts.get(name) ?? 'none'))
      return `${name} ${there}, expected ${wanted}`
    })
}
