/**
 * `npm run lab` opens a shell in the lab, `npm run lab -- <command>` runs one program there. With `--podman` before the
 * command, the lab has podman. Exit codes: the program's own · 2 wrong use · 3 no lab · 130 interrupted.
 */
import { exitNow } from './exit-now.ts'
import { messages } from './messages.ts'
import { runInLab } from './session.ts'

const [first = '', ...rest] = process.argv.slice(2)
const podman = first === '--podman'
if (first.startsWith('-') && !podman) refuse(messages.usage)
if (process.env.npm_config_podman && !podman) refuse(messages.npmAte)
const command = podman ? rest : process.argv.slice(2)
exitNow(await runInLab(command.length > 0 ? command : ['/bin/bash', '-l'], { podman }))

function refuse(why: string): never {
  process.stderr.write(`${why}\n`)
  exitNow(2)
}
