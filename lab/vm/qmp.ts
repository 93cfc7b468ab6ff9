import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import type { Duplex } from 'node:stream'

/** QEMU's own control channel. */
export interface Qmp {
  /** @throws with QEMU's words when it refuses. */
  execute(command: string, args?: object): Promise<unknown>
  /** Migrates, out or in, to the end of it. */
  migrate(command: 'migrate' | 'migrate-incoming', uri: string): Promise<void>
}

export async function openQmp(socket: Duplex): Promise<Qmp> {
  const answers: { resolve(result: unknown): void; reject(error: Error): void }[] = []
  const events = new EventEmitter()
  const lines = createInterface(socket)
  // A QEMU that is killed resets the socket; that it ended is told by its exit.
  lines.on('error', () => {})
  lines.on('line', (line) => {
    const { event, data, error, return: result } = JSON.parse(line)
    if (event) events.emit(event, data)
    else if (error) answers.shift()?.reject(new Error(error.desc))
    else if (result) answers.shift()?.resolve(result)
  })
  const execute = (command: string, args: object = {}) =>
    new Promise((resolve, reject) => {
      answers.push({ resolve, reject })
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`)
    })

  await execute('qmp_capabilities')
  // 'x-ignore-shared' leaves the memory out of the stream: it is in its file already.
  const capabilities = ['events', 'x-ignore-shared'].map((capability) => ({ capability, state: true }))
  await execute('migrate-set-capabilities', { capabilities })

  return {
    execute,
    async migrate(command, uri) {
      const over = new Promise<void>((resolve, reject) => {
        events.on('MIGRATION', ({ status }) => {
          if (status === 'completed') resolve()
          if (status === 'failed') reject(new Error(`${command} ${uri} failed`))
        })
      })
      await Promise.all([execute(command, { uri }), over])
    },
  }
}
