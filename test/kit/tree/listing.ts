import { hash } from 'node:crypto'
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { deviceInWords } from '#provided/syscalls/device.ts'
import { xattrsOf } from './xattrs.ts'

/** What is so of one file, by the name of the fact: `mode`, `uid`, `xattr user.name`. */
export type Facts = Map<string, string>

/** Every file of a tree by its path, a byte a character: names need not be UTF-8. */
export type Listing = Map<string, Facts>

/** Everything that an image says of its files, and nothing that the disk adds, such as the size of a folder. */
export function listTree(root: string): Listing {
  const listing: Listing = new Map()
  const firstNames = new Map<bigint, string>()

  const visit = (path: string) => {
    const absolute = Buffer.from(`${Buffer.from(root).toString('latin1')}/${path}`, 'latin1')
    const stats = lstatSync(absolute, { bigint: true })
    const facts = factsOf(absolute, stats)
    if (!stats.isDirectory()) {
      const first = firstNames.get(stats.ino)
      if (first === undefined) firstNames.set(stats.ino, path)
      else facts.set('same file as', first)
    }
    listing.set(path, facts)
    if (!stats.isDirectory()) return
    const names = readdirSync(absolute, { encoding: 'buffer' }).map((name) => name.toString('latin1'))
    for (const name of names.sort()) visit(path === '.' ? name : `${path}/${name}`)
  }
  visit('.')
  return listing
}

const S_IFMT = 0o170000n
const SECOND = 1_000_000_000n
const types: Record<string, string> = {
  100000: 'file',
  40000: 'directory',
  120000: 'symlink',
  20000: 'char',
  60000: 'block',
  10000: 'fifo',
  140000: 'socket',
}

function factsOf(path: Buffer, stats: BigIntStats): Facts {
  const { mode, uid, gid, size, mtimeNs, rdev, nlink } = stats
  const facts: Facts = new Map([
    ['type', types[(mode & S_IFMT).toString(8)] ?? 'unknown'],
    ['mode', (mode & ~S_IFMT).toString(8).padStart(4, '0')],
    ['uid', String(uid)],
    ['gid', String(gid)],
    ['mtime', inSeconds(mtimeNs)],
  ])
  if (!stats.isDirectory()) facts.set('links', String(nlink))
  if (stats.isSymbolicLink())
    facts.set('target', readlinkSync(path, { encoding: 'buffer' }).toString('latin1'))
  if (stats.isCharacterDevice() || stats.isBlockDevice()) facts.set('device', deviceInWords(rdev))
  if (stats.isFile()) facts.set('size', String(size)).set('sha256', hash('sha256', readFileSync(path)))
  for (const [name, value] of xattrsOf(Buffer.concat([path, Buffer.alloc(1)])))
    facts.set(`xattr ${name}`, value)
  return facts
}

/** `1700000000.123456789`; before 1970 as the kernel has it, whose nanoseconds are never negative. */
function inSeconds(time: bigint): string {
  const fraction = ((time % SECOND) + SECOND) % SECOND
  return `${(time - fraction) / SECOND}.${String(fraction).padStart(9, '0')}`
}
