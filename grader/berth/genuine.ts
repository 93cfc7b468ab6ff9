import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { IMAGES } from '#provided/image/unpacked.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import { unlessEnded } from './processes.ts'

/** Where a command comes from: the machine, or the image before anybody had it. */
const roots = ['/', `${IMAGES}/busybox/rootfs`]

const digests = new Map<string, string>()

/**
 * Does a process really execute the program of this name, of the machine or of the image? The words in its cmdline are its
 * own to change (`process.title` does), what it executes is not.
 */
export function isProgram(pid: number, file: string): boolean {
  const genuine = roots.flatMap((root) => digestOf(pathInRoot(root, file)) ?? [])
  return unlessEnded(false, () => genuine.includes(digest(`/proc/${pid}/exe`)))
}

function digestOf(path: string): string | null {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null
  const known = digests.get(path)
  if (known !== undefined) return known
  const found = digest(path)
  digests.set(path, found)
  return found
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
