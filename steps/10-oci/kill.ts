import { constants } from 'node:os'
import { Failure } from '#provided/failure.ts'
import { processesIn } from '#provided/oci/cgroup.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { statusOf } from './state.ts'

/** Sends a signal to the first process of a container, or to all that it has. */
export function kill({ root, id, words: [signal = 'SIGTERM'], all }: CommandLine): number {
  const container = new Container(root, id)
  const { pid, cgroup } = container.load()
  const number = signalNumber(signal)
  // 10.3, second half  Refuse a container that is stopped: throw a Failure that says so. Send the signal to its first
  //   process, `process.kill(pid, number)`; with `all` to each of `processesIn(cgroup)`.
  //   man 2 kill

  return 0
}

/** `15`, `TERM` and `SIGTERM` are the same. */
function signalNumber(signal: string): number {
  const name = signal.toUpperCase().replace(/^(SIG)?/, 'SIG')
  const number = /^\d+$/.test(signal) ? Number(signal) : constants.signals[name as NodeJS.Signals]
  if (number === undefined) throw new Failure(`There is no signal ${signal}. Next: kill -l`, 2)
  return number
}
