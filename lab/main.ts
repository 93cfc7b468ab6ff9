/**
 * `npm run lab` opens a shell in the lab, `npm run lab -- <command>` runs one program there. With `--podman` before the
 * command, the lab has podman. Exit codes: the program's own · 2 wrong use · 3 no lab · 130 interrupted.
 */
import { runCommand } from '../grader/run-command.ts'
import { WrongUse } from '../grader/wrong-use.ts'
import { messages } from './messages.ts'
import { runInLab } from './session.ts'

await runCommand((argv) => {
  const podman = argv[0] === '--podman'
  if (argv[0]?.startsWith('-') && !podman) throw new WrongUse(messages.usage)
  if (process.env.npm_config_podman && !podman) throw new WrongUse(messages.swallowed)
  const command = podman ? argv.slice(1) : argv
  return runInLab(command.length > 0 ? command : ['/bin/bash', '-l'], { podman })
})
