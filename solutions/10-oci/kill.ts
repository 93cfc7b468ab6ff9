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
  // 10.3, second half  Its number may be somebody else's by now.
  if (statusOf(container) === 'stopped') throw new Failure(`The container ${id} does not run: it has ended.`)
  for (const each of all ? processesIn(cgroup) : [pid]) process.kill(each, number)

  return 0
}

/** `15`, `TERM` and `SIGTERM` are the same. */
function signalNumber(signal: string): number {
  const name = signal.toUpperCase().replace(/^(SIG)?/, 'SIG')
  const number = /^\d+$/.test(signal) ? Number(signal) : constants.signals[name as NodeJS.Signals]
  if (number === undefined) throw new Failure(`There is no signal ${signal}. Next: kill -l`, 2)
  return number
}
