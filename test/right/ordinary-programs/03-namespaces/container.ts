// 3.1 and 3.2 differ: unshare(1) makes the namespaces, hostname(1) gives the name, a shell becomes the command.
import { spawnSync } from 'node:child_process'

const [mode, ...command] = process.argv.slice(2)
if (mode !== 'run' || command.length === 0) process.exit(2)

const inside = ['sh', '-c', 'hostname container && exec "$@"', 'sh', ...command]
const { status } = spawnSync('unshare', ['-u', '-p', '-f', ...inside], { stdio: 'inherit' })
process.exitCode = status ?? 1
