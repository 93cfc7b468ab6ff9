// 3.1 and 3.2 differ: the namespaces are there first, held open by a process that does nothing else, and nsenter(1) brings
// the command in.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const [verb, ...command] = process.argv.slice(2)
if (verb !== 'run' || command.length === 0) process.exit(2)

const script = 'hostname container; echo ready; exec cat'
const holder = spawn('unshare', ['--uts', '--pid', '--fork', '--kill-child', 'sh', '-c', script], {
  stdio: ['pipe', 'pipe', 'inherit'],
})
await once(holder.stdout, 'data')
const [first] = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').split(' ')
const { status } = spawnSync('nsenter', ['--target', `${first}`, '--uts', '--pid', ...command], {
  stdio: 'inherit',
})
holder.stdin.end()
await once(holder, 'exit')
process.exitCode = status ?? 1
