import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import type { Duplex } from 'node:stream'

/** QEMU's own control channel. It does what it is told one after the other, and answers in that order. */
export interface Qmp {
  /** @throws {QemuError} */
  execute(command: string, args?: object): Promise<unknown>
  /** Migrates, out or in, to the end of it. */
  migrate(command: 'migrate' | 'migrate-incoming', uri: string): Promise<void>
  /** Rejects what is under way, and every command from now on. */
  fail(error: Error): void
}

/** QEMU will not do it; the message is its own words. */
export class QemuError extends Error {
  override name = 'QemuError'
}

export function openQmp(socket: Duplex): Qmp {
  const pending: { resolve(result: unknown): void; reject(error: Error): void }[] = []
  const events = new EventEmitter()
  let failure: Error | undefined
  const lines = createInterface(socket)
  // A QEMU that is killed resets the socket; that it ended is told by its exit.
  lines.on('error', () => {})
  lines.on('line', (line) => {
    const message = JSON.parse(line)
    if ('event' in message) events.emit(message.event, message.data)
    else if ('error' in message) pending.shift()?.reject(new QemuError(message.error.desc))
    else if ('return' in message) pending.shift()?.resolve(message.return)
  })
  const execute = (command: string, args: object = {}) => {
    if (failure) return Promise.reject(failure)
    return new Promise((resolve, reject) => {
      pending.push({ resolve, reject })
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`)
    })
  }
  execute('qmp_capabilities').catch(() => {})

  return {
    execute,
    async migrate(command, uri) {
      const over = new Promise<void>((resolve, reject) => {
        events.on('MIGRATION', ({ status }) => {
          if (status === 'completed') resolve()
          if (status === 'failed') reject(new Error(`${command} ${uri} failed`))
        })
      })
      // 'x-ignore-shared' leaves the memory out of the stream: it is in its file already.
      const capabilities = ['events', 'x-ignore-shared'].map((capability) => ({ capability, state: true }))
      await Promise.all([
        execute('migrate-set-capabilities', { capabilities }),
        execute(command, { uri }),
        over,
      ])
    },
    fail(error) {
      failure ??= error
      for (const { reject } of pending.splice(0)) reject(failure)
    },
  }
}
