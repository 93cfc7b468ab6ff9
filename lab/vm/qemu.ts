import { once } from 'node:events'
import { join } from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import { spawnBound } from '../child.ts'
import { messages } from '../messages.ts'
import type { Packages } from '../packages/packages.ts'
import { LIBRARIES, program } from '../packages/program.ts'
import { watchPulse } from '../pulse.ts'
import { type Connection, connect } from '../rpc.ts'
import { FDS } from './arguments.ts'
import { openQmp, type Qmp } from './qmp.ts'

/** How long a start may take on a machine that is very busy, in seconds. */
const PATIENCE = 60

/** A QEMU that runs. */
export interface Qemu {
  rpc: Connection
  qmp: Qmp
  ports: Record<'in' | 'out' | 'err', Duplex>
  /**
   * Waits for a sign of life.
   *
   * @param seconds - how long
   * @throws {LabError} when QEMU ends or time is up before it comes
   */
  wait<T>(sign: Promise<T>, seconds?: number): Promise<T>
  /** From now on it is given up when its agent falls silent. */
  watch(): void
  /** Kills it and waits for its end. */
  kill(): Promise<void>
}

/**
 * @param cwd - the folder that file names in `args` are seen from
 * @param signal - kills it
 */
export function startQemu({ host }: Packages, cwd: string, args: string[], signal?: AbortSignal): Qemu {
  signal?.throwIfAborted()
  const [loader = '', ...rest] = program(host, 'usr/bin/qemu-system-x86_64')
  const firmware = ['qemu', 'seabios'].flatMap((name) => ['-L', join(host, 'usr/share', name)])
  const child = spawnBound(loader, [...rest, ...firmware, ...args], {
    cwd,
    env: { ...process.env, QEMU_MODULE_DIR: join(host, LIBRARIES, 'qemu') },
    stdio: ['ignore', 'ignore', 'pipe', ...Object.values(FDS).map(() => 'pipe' as const)],
  })
  const streams = child.stdio as readonly unknown[]
  const port = (name: keyof typeof FDS) => streams[FDS[name]] as Duplex
  // A killed QEMU resets every stream; its end is told once, by 'exit'.
  for (const stream of child.stdio) stream?.on('error', () => {})

  const console = tail(port('console'))
  const stderr = tail(child.stderr as Readable)
  const rpc = connect(port('ctl'), port('ctl'))
  const qmp = openQmp(port('qmp'))
  let closing = false
  let silence: Error | undefined
  const kill = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', kill)
  const exited = once(child, 'exit')
  const ended = exited.then(([code, killedBy]) => {
    signal?.removeEventListener('abort', kill)
    const crash = () => messages.ended(String(killedBy ?? code), stderr() || console())
    const error = signal?.aborted ? signal.reason : closing ? messages.closed() : (silence ?? crash())
    rpc.fail(error)
    qmp.fail(error)
    throw error
  })
  ended.catch(() => {})

  return {
    rpc,
    qmp,
    ports: { in: port('in'), out: port('out'), err: port('err') },
    async wait(sign, seconds = PATIENCE) {
      const watchdog = Promise.withResolvers<never>()
      const timer = setTimeout(() => watchdog.reject(messages.noAnswer(seconds, console())), seconds * 1000)
      try {
        return await Promise.race([sign, ended, watchdog.promise])
      } finally {
        clearTimeout(timer)
      }
    },
    watch() {
      const giveUp = (seconds: number) => {
        silence = messages.silent(seconds, console())
        kill()
      }
      watchPulse(() => rpc.call('ping'), giveUp)
    },
    async kill() {
      closing = true
      kill()
      await exited
    },
  }
}

/** Keeps the end of what a stream says, for when it is needed. */
function tail(stream: Readable) {
  let text = ''
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-16_000)
  })
  return () => text
}
