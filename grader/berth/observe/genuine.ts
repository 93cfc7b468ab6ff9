import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { IMAGES } from '#provided/image/unpacked.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import { unlessEnded } from './processes.ts'

/** Where a command comes from: the machine, or the image before anybody had it. */
const roots = ['/', `${IMAGES}/busybox/rootfs`]

interface Program {
  size: number
  digest: string
}

const known = new Map<string, Program>()

/**
 * Does a process really execute the program of this name, of the machine or of the image? The words in its cmdline are its
 * own to change (`process.title` does), what it executes is not.
 */
export function isProgram(pid: number, file: string): boolean {
  const genuine = roots.flatMap((root) => programAt(pathInRoot(root, file)) ?? [])
  const exe = `/proc/${pid}/exe`
  return unlessEnded(false, () => {
    // The size first: the attendee's file may be too large to hash.
    const { size } = statSync(exe)
    return genuine.some((program) => program.size === size && program.digest === digestOf(exe))
  })
}

function programAt(path: string): Program | null {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) return null
  const program = known.get(path) ?? { size: found.size, digest: digestOf(path) }
  known.set(path, program)
  return program
}

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
