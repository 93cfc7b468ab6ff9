// 2.1, 2.2 and 2.3 differ: one file, no dispatch table, and the command is a child of the child, which passes on
// signals and exit statuses as the parent does. That each dies with its parent is done by a program.
import { spawn } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import os from 'node:os'

const [, self = '', mode, ...words] = process.argv
if ((mode !== 'run' && mode !== 'child') || words.length === 0) {
  process.stderr.write('run what?\n')
  process.exit(2)
}

let [program = '', ...rest] = words
if (mode === 'run') {
  program = process.execPath
  rest = [self, 'child', ...words]
} else if (!program.includes('/')) {
  const folder = process.env.PATH?.split(':').find((each) => existsSync(`${each}/${program}`))
  if (!folder) process.exit(127)
  program = `${folder}/${program}`
}
try {
  accessSync(program, constants.X_OK)
} catch {
  process.exit(existsSync(program) ? 126 : 127)
}

for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)
  process.on(name, () => child.kill(name))
const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...rest], { stdio: [0, 1, 2] })
child.on('exit', (code, signal) => {
  process.exit(signal ? 128 + os.constants.signals[signal] : Number(code))
})
