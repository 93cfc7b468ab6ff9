import type { Process } from '../../machine/process.ts'
import type { fail } from '../../verdict/judgement.ts'
import { nonce } from '../command.ts'
import type { GradedBerth } from '../graded-berth.ts'

/** An environment variable that `container.ts` is started with: the command must inherit it. */
export const variable = `WORD=${nonce()}`

/** The variables of a process, `PATH=…`; null where it has ended. */
export async function environmentOf({ machine }: GradedBerth, pid: number): Promise<string[] | null> {
  const text = await machine.read({ pid, from: 'proc', path: 'environ' })
  return text?.split('\0') ?? null
}

/** What a check says where variables of the program's have got lost; undefined where none have. */
export function whyPoor(
  { nsPids }: Process,
  environment: string[] | null,
): Parameters<typeof fail>[0] | undefined {
  if (environment?.includes(variable) && environment.some((each) => each.startsWith('PATH=')))
    return undefined
  return {
    kernelFile: `/proc/${nsPids[0]}/environ`,
    expected: `the variables of your program, PATH and ${variable} among them`,
    found: environment?.filter(Boolean).join(' ') || 'none',
  }
}
