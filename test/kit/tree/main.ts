/**
 * `tree/main.ts FOLDER` lists a tree, a line a file. `tree/main.ts EXPECTED FOUND…` prints the differences between the
 * first tree and each of the others, and ends with 1 where there are any.
 */
import { differences } from './differences.ts'
import { listTree } from './listing.ts'
import { inWords } from './words.ts'

const [expected = '.', ...others] = process.argv.slice(2)
const listing = listTree(expected)
const lines = others.length
  ? others.flatMap((found) => differences(listing, listTree(found)).map((line) => `${found}: ${line}`))
  : [...listing].map(([path, facts]) => inWords(path, facts))

process.stdout.write(lines.map((line) => `${line}\n`).join(''))
process.exitCode = others.length && lines.length ? 1 : 0
