/**
 * `npm run lab` opens a shell in the lab, `npm run lab -- <command>` runs one program there. With `--podman` before the
 * command, the lab has podman.
 */
import { end } from './end.ts'
import { runInLab } from './session.ts'

const [first, ...rest] = process.argv.slice(2)
const podman = first === '--podman'
const command = podman ? rest : process.argv.slice(2)
end(await runInLab(command.length > 0 ? command : ['/bin/bash', '-l'], { podman }))
