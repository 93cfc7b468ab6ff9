import type { Outcome, TodoVerdict } from './verdict.ts'

/** What a check found, apart from its name and place. */
export type Finding = Pick<
  TodoVerdict,
  'outcome' | 'message' | 'kernelFile' | 'expected' | 'found' | 'waitsFor'
>

/** Ends a check with anything but a pass. */
export class Judgement extends Error {
  readonly finding: Finding & { outcome: Exclude<Outcome, 'pass'> }
  /** What it is where all that it would wait for has passed. */
  readonly otherwise: Finding | undefined

  constructor(finding: Judgement['finding'], otherwise?: Finding) {
    super(finding.message ?? finding.outcome)
    this.finding = finding
    this.otherwise = otherwise
  }
}

/** The attendee's code is wrong. Say what is expected, what was found, and in which kernel file, as they see it. */
export function fail(why: {
  message?: string | undefined
  kernelFile?: string
  expected?: string
  found?: string
}): never {
  throw new Judgement({ outcome: 'fail', ...why })
}

/** An earlier TODO is open, so nothing is known about this one. */
export function waits(waitsFor: string[], message?: string): never {
  throw new Judgement({ outcome: 'waits', waitsFor, message })
}

/** Waits for the TODO whose code seems wrong; if the check of that one has passed, fails this one. */
export function blame(todo: string, why: Parameters<typeof fail>[0]): never {
  throw new Judgement({ outcome: 'waits', waitsFor: [todo] }, { outcome: 'fail', ...why })
}

/**
 * Fails the check of `todo`; where the fault lies in another one, `culprit`, it waits for that.
 */
export function failOn(culprit: string | undefined, todo: string, why: Parameters<typeof fail>[0]): never {
  if (culprit === undefined || culprit === todo) fail(why)
  blame(culprit, why)
}

/** This machine cannot tell. Say what is missing and which command mends it. */
export function environment(why: { message: string }): never {
  throw new Judgement({ outcome: 'environment', ...why })
}

/** Measured, again and again, and the machine was too noisy to tell. */
export function inconclusive(why: { message: string }): never {
  throw new Judgement({ outcome: 'inconclusive', ...why })
}
