import { afterAll } from 'vitest'
import { remoteMachine } from '../../grader/machine/remote.ts'
import { memoized } from '../../grader/memoized.ts'
import type { ReadyMachine } from '../../grader/session/machine.ts'
import { type Lab, openLab } from '../../lab/lab.ts'
import { addPodman } from '../../lab/podman/podman.ts'
import { cpuHog, ioHog } from '../noise/hogs.ts'
import { inLab } from './in-lab.ts'
import { isNoisy } from './noise.ts'

/** The lab that all cases of a test file are judged in, one after the other. */
export interface OneLab extends ReadyMachine {
  lab: Lab
}

let opening: Promise<OneLab> | undefined

/** Opens it when it is first asked for, and closes it after the last test of the file. */
export function theLab(): Promise<OneLab> {
  opening ??= open()
  return opening
}

afterAll(async () => (await opening)?.lab.close())

async function open(): Promise<OneLab> {
  const lab = await openLab()
  if (isNoisy) void inLab(lab, 'sh', '-c', `(${cpuHog}) & ${ioHog('/fs/noise')}`).catch(() => {})
  const machine = remoteMachine(lab.call)
  return {
    lab,
    machine,
    addPodman: memoized(() => addPodman(lab, { onProgress: () => {} })),
    facts: await machine.facts(),
  }
}

/** Runs a shell script in the lab beside all berths, and returns what it prints. */
export async function outsideBerths(script: string): Promise<string> {
  const { lab } = await theLab()
  return (await inLab(lab, 'sh', '-c', script)).stdout
}
