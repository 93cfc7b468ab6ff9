import type { Ended } from '../machine/machine.ts'

/** Gathers evidence when the first check asks for it; the others get the same. */
export function once<T>(gather: () => Promise<T>): () => Promise<T> {
  let gathered: Promise<T> | undefined
  return () => {
    gathered ??= gather()
    return gathered
  }
}

const attempts = 3

/** SIGILL, SIGTRAP, SIGBUS and SIGSEGV, and what a parent's exit status makes of them. */
const faults = ['SIGILL', 'SIGTRAP', 'SIGBUS', 'SIGSEGV']
const faultStatuses = [132, 133, 135, 139]

/**
 * Gathers anew where a program ended by a fault of its processor: in a virtual machine without KVM it happens, now and
 * then, that Node itself dies of one. Code that has such a fault every time is judged by the last.
 */
export async function unlessFaulty<T>(gather: () => Promise<T>, ends: (evidence: T) => Ended[]): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const evidence = await gather()
    if (attempt === attempts || !ends(evidence).some(isFault)) return evidence
  }
}

const isFault = ({ code, signal }: Ended) =>
  signal === null ? faultStatuses.includes(code ?? 0) : faults.includes(signal)
