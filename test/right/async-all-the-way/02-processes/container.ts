// 2.1, 2.2 and 2.3 differ: promises wherever there is one, the child is told by its environment what it is, what cannot be
// executed is noticed by trying, and the end of the parent by a pipe that closes.
import { type ChildProcess, spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { constants as os } from 'node:os'

const words = process.argv.slice(2)
process.exitCode = process.env.BOX === 'child' ? await child() : await main()

async function main(): Promise<number> {
  const [verb, ...command] = words
  if (verb !== 'run' || command.length === 0) {
    console.error('usage: run <command>')
    return 2
  }
  const env = { ...process.env, BOX: 'child' }
  const self = [import.meta.filename, ...command]
  return ended(() => spawn(process.argv0, self, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }))
}

async function child(): Promise<number> {
  const [name = '', ...args] = words
  const { BOX, PATH = '', ...rest } = process.env
  const folders = name.includes('/') ? [''] : PATH.split(':').map((folder) => `${folder}/`)
  for (const folder of folders) {
    const file = `${folder}${name}`
    const [isThere, isProgram] = await Promise.all([can(file, constants.F_OK), can(file, constants.X_OK)])
    if (isProgram)
      return ended(() => {
        const command = spawn(file, args, { stdio: 'inherit', argv0: name, env: { ...rest, PATH } })
        process.on('disconnect', () => command.kill('SIGKILL'))
        return command.once('exit', () => process.disconnect())
      })
    if (isThere) return 126
  }
  return 127
}

function can(file: string, what: number): Promise<boolean> {
  return access(file, what).then(
    () => true,
    () => false,
  )
}

/** It listens to signals first: they may come as soon as there is a child. */
function ended(start: () => ChildProcess): Promise<number> {
  for (const name of ['SIGTERM', 'SIGHUP'] as const) process.on(name, (signal) => child.kill(signal))
  for (const name of ['SIGINT', 'SIGQUIT'] as const) process.on(name, () => {})
  const child = start()
  const { promise, resolve } = Promise.withResolvers<number>()
  child.on('close', (code, signal) => resolve(code ?? 128 + os.signals[signal ?? 'SIGKILL']))
  return promise
}
