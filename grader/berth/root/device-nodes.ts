import {
  type BigIntStats,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { deviceInWords, mknod, S_IFBLK, S_IFCHR, S_IFMT } from '#provided/syscalls/device.ts'

const root = '/dev'

/** Terminals, whose permissions change whenever somebody logs in. */
const TTY_MAJOR = 4

/**
 * What is in the machine's /dev, and not in what is mounted there, by path: its mode and number, or where a link leads.
 * `node 8630 1:3`, `node link pts/ptmx`.
 */
export function nodes(): [path: string, node: string][] {
  const device = lstatSync(root, { bigint: true }).dev
  const visit = (folder: string): [string, string][] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      const found = lstatSync(path, { bigint: true, throwIfNoEntry: false })
      if (found?.dev !== device) return []
      return [[path, inWords(path, found)], ...(found.isDirectory() ? visit(path) : [])]
    })
  return visit(root)
}

function inWords(path: string, found: BigIntStats): string {
  if (found.isSymbolicLink()) return `node link ${readlinkSync(path)}`
  const number = deviceInWords(found.rdev)
  const mode = Number(found.mode)
  return `node ${number.startsWith(`${TTY_MAJOR}:`) ? mode & S_IFMT : mode} ${number}`
}

export const isNode = (text: string) => text.startsWith('node ')

/** Makes one again that was removed, or changed. */
export function makeNode(path: string, node: string): void {
  const [, mode = '', number = ''] = node.split(' ')
  mkdirSync(dirname(path), { recursive: true })
  if (mode === 'link') {
    rmSync(path, { force: true })
    symlinkSync(number, path)
    return
  }
  const [kind, permissions] = [Number(mode) & S_IFMT, Number(mode) & ~S_IFMT]
  const [major = 0, minor = 0] = number.split(':').map(Number)
  if (kind === S_IFCHR || kind === S_IFBLK) {
    rmSync(path, { force: true, recursive: true })
    mknod(Buffer.from(path), kind | permissions, major, minor)
  } else mkdirSync(path, { recursive: true })
  // Not as the umask would have it.
  chmodSync(path, permissions || 0o620)
}
