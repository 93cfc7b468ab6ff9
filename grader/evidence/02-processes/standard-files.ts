import type { Process } from '../../machine/process.ts'
import type { fail } from '../../verdict/judgement.ts'
import type { GradedBerth } from '../graded-berth.ts'

/** stdin, stdout or stderr of a process (proc_pid_fdinfo(5)). */
export interface StandardFile {
  /** On which mount it is, and its number there: a terminal or a pipe has them as well. */
  identity: string
  /** A write to it that would have to wait fails with EAGAIN (O_NONBLOCK), which few programs expect. */
  isNonBlocking: boolean
}

const O_NONBLOCK = 0o4000

export async function standardFilesOf({ machine }: GradedBerth, pid: number): Promise<StandardFile[]> {
  const read = async (fd: number): Promise<StandardFile> => {
    const info = await machine.read({ pid, from: 'proc', path: `fdinfo/${fd}` })
    const flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info ?? '')?.[1] ?? '0', 8)
    return {
      identity: info?.match(/^(mnt_id|ino):.*$/gm)?.join(', ') ?? 'none',
      isNonBlocking: (flags & O_NONBLOCK) !== 0,
    }
  }
  return Promise.all([0, 1, 2].map(read))
}

/** What a check says where one of them does not block; undefined where all do. */
export function whyNonBlocking(
  { nsPids }: Process,
  files: StandardFile[],
): Parameters<typeof fail>[0] | undefined {
  const at = files.findIndex(({ isNonBlocking }) => isNonBlocking)
  if (at < 0) return undefined
  return {
    kernelFile: `/proc/${nsPids[0]}/fdinfo/${at}`,
    expected: 'flags without O_NONBLOCK, 04000',
    found: 'O_NONBLOCK: what the command writes there may get lost',
    message:
      'Node makes a pipe non-blocking when any of your files writes to it by console.error or process.stderr, or imports node:util or node:process; and so it is for the command. writeSync(2, …) leaves it alone.',
  }
}

/** What a check says where somebody else wrote where only the command may. */
export const othersWords = (found: string): Parameters<typeof fail>[0] => ({
  expected: "the command's own words on standard output, and no others",
  found: found.trim(),
  message:
    'Standard output belongs to the command. Say what you have to say on standard error: writeSync(2, …).',
})
