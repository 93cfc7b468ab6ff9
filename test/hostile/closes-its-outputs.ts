// Nobody is left who could be told anything, and it goes on.
import { closeSync } from 'node:fs'

for (const file of [0, 1, 2]) closeSync(file)
setInterval(() => {}, 1000)
