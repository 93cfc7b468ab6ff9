/** `npm run lab` opens a shell in the lab, `npm run lab -- <command>` runs one program there. */
import { runInLab } from './session.ts'

const command = process.argv.slice(2)
process.exitCode = await runInLab(command.length > 0 ? command : ['/bin/bash', '-l'])
