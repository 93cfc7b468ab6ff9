import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, readSync, writeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { Failure } from '../failure.ts'

/** A child's end of a two-way pipe to the one who started it: its first file after stdin, stdout and stderr. */
const GATE = 3

/** What a process is started with that is to wait at the gate. */
export const GATED: StdioOptions = ['inherit', 'inherit', 'inherit', 'pipe']

/** The child's side: says that it is there, and does not come back before it is let in. */
export function waitAtGate(): void {
  writeSync(GATE, '!')
  if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Failure('Whoever started this has given up.')
}

/** The child's side: all has gone well so far. From here on nobody waits for it. */
export function leaveGate(): void {
  writeSync(GATE, '!')
  closeSync(GATE)
}

/**
 * The other side: waits until a child is at the gate. Its Node has booted by then, at full speed, and outside of the
 * container's memory.
 *
 * @returns its pid
 * @throws Failure with its exit status where it ended instead, having said why
 */
export async function arrival(child: ChildProcess): Promise<number> {
  // One that has ended cannot be told anything any more.
  gateOf(child).on('error', () => {})
  await word(child)
  return child.pid ?? 0
}

/** The other side: lets it in, and waits until it says that all has gone well. Throws as {@link arrival} does. */
export async function letIn(child: ChildProcess): Promise<void> {
  gateOf(child).write('!')
  await word(child)
  gateOf(child).destroy()
  child.unref()
}

const gateOf = (child: ChildProcess) => child.stdio[GATE] as Duplex

async function word(child: ChildProcess): Promise<void> {
  const end = once(child, 'exit')
  const word = await Promise.race([once(gateOf(child), 'data'), once(gateOf(child), 'end')])
  if (word.length > 0) return
  const [code] = await end
  throw new Failure('Its first process has ended before it could wait.', code ?? undefined)
}
