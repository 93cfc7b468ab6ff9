// 2.2 and 2.3 differ: the second process is a shell from the start, which becomes the command.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const [mode, ...command] = process.argv.slice(2)
if (mode !== 'run' || command.length === 0) {
  console.error('container.ts run <command> [args…]')
  process.exitCode = 2
} else {
  const line = 'exec setpriv --pdeathsig KILL "$@"'
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shell.kill(signal))
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})
  const shell = spawn('/bin/sh', ['-c', line, 'sh', ...command], { stdio: 'inherit' })
  shell.once('close', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal]
  })
}
