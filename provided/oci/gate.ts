import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, readSync, writeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { Failure } from '../failure.ts'

/** A child's end of a two-way pipe to the one who started it: its first file after stdin, stdout and stderr. */
const GATE = 3

/** What a process is started with that is to wait at the gate. */
export const GATED: StdioOptions = ['inherit', 'inherit', 'inherit', 'pipe']

/** The child's side: does not come back before it is let in. */
export function waitAtGate(): void {
  if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Failure('Whoever started this has given up.')
}

/** The child's side: all has gone well so far. From here on nobody waits for it. */
export function leaveGate(): void {
  writeSync(GATE, '!')
  closeSync(GATE)
}

/**
 * The other side: lets a child in, and waits until it says that all has gone well.
 *
 * @throws Failure with its exit status where it ended instead, having said why
 */
export async function letIn(child: ChildProcess): Promise<void> {
  const gate = child.stdio[GATE] as Duplex
  // One that has ended already cannot be told anything.
  gate.on('error', () => {})
  const end = once(child, 'exit')
  gate.write('!')
  const [word] = await Promise.race([once(gate, 'data'), once(gate, 'end').then(() => [])])
  if (word === undefined) {
    const [code] = await end
    throw new Failure('The container was not created.', code ?? undefined)
  }
  gate.destroy()
  child.unref()
}
