import { randomBytes, randomInt } from 'node:crypto'

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

/** A word that nobody can have written down beforehand. */
export const nonce = () => `drydock-${randomBytes(6).toString('hex')}`
