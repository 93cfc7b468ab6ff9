// An error of a hundred million characters.
import { writeSync } from 'node:fs'

for (let n = 0; n < 100; n++) writeSync(2, `Error: ${'x'.repeat(1024 * 1024)}\n`)
process.exitCode = 1
