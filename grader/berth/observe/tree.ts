import { type BigIntStats, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deviceInWords } from '#provided/syscalls/device.ts'
import type { FoundFile } from '../../machine/process.ts'

/** More files than any container here has: code that makes more of them must not keep the judge busy. */
const most = 50_000

/** What is at a path and below it, on the same filesystem. The code may change it meanwhile. */
export function filesBelow(root: string): FoundFile[] {
  const found: FoundFile[] = []
  // A process' root in /proc is a link, and what it leads to is meant.
  const from = /^\/proc\/\d+\/root$/.test(root) ? `${root}/` : root
  const top = statsOf(from)
  const visit = (path: string) => {
    const at = join(from, path)
    const stats = statsOf(at)
    if (!stats || stats.dev !== top?.dev || found.length === most) return
    const device = stats.isCharacterDevice() && { device: deviceInWords(stats.rdev) }
    found.push({ path, inode: String(stats.ino), ...device, state: stateOf(stats) })
    if (stats.isDirectory()) for (const name of namesIn(at)) visit(join(path, name))
  }
  visit('')
  return found
}

const stateOf = ({ mode, uid, gid, size, nlink, rdev, mtimeNs, ctimeNs }: BigIntStats) =>
  [mode.toString(8), uid, gid, size, nlink, rdev, mtimeNs, ctimeNs].join(' ')

const statsOf = (path: string) => unlessRefused(undefined, () => lstatSync(path, { bigint: true }))
const namesIn = (path: string) => unlessRefused([], () => readdirSync(path))

function unlessRefused<T>(otherwise: T, look: () => T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
