import { randomBytes, randomInt } from 'node:crypto'
import type { Running } from './graded-berth.ts'

/** A command that stays until it is told to end, cannot be mistaken for another, and ends with a status of its own. */
export interface Command {
  argv: string[]
  status: number
}

/** A shell that waits for a line on its standard input. */
export function heldCommand(): Command {
  const status = randomInt(3, 100)
  return { argv: ['/bin/sh', '-c', `read line; exit ${status}`, nonce()], status }
}

/** A shell that does what it is told, line by line, and ends with `status`. */
export const toldCommand = (status: number) => [
  '/bin/sh',
  '-c',
  `while read -r line; do eval "$line"; done; exit ${status}`,
  nonce(),
]

/** Tells such a shell what to do; false if it has not done it in time, or does no more. */
export async function tell(running: Running, ...lines: string[]): Promise<boolean> {
  const done = nonce()
  await running.write(`${[...lines, `echo ${done}`].join('\n')}\n`)
  return running.waitForOutput(`${done}\n`)
}

/** A word that nobody can have written down beforehand. */
export const nonce = () => `drydock-${randomBytes(6).toString('hex')}`
