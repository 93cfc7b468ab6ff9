import { readdirSync, renameSync, rmdirSync, rmSync, unlinkSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'

/** Removes a folder that anybody may have filled with anything. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    removeLevelByLevel(Buffer.from(`${folder}/`))
  }
}

/** Folders in folders may be deeper than a path is long, and names need not be text: each folder comes up to the top first. */
function removeLevelByLevel(top: Buffer): void {
  let risen = 0
  const entriesOf = (folder: Buffer) => readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  const join = (...parts: (Buffer | string)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))
  for (let entries = entriesOf(top); entries.length > 0; entries = entriesOf(top)) {
    for (const entry of entries) {
      const path = join(top, entry.name)
      if (!entry.isDirectory()) {
        unlink(path)
        continue
      }
      for (const inner of entriesOf(path)) {
        const innerPath = join(path, '/', inner.name)
        if (inner.isDirectory()) renameSync(innerPath, join(top, `risen-${++risen}-${Date.now()}`))
        else unlink(innerPath)
      }
      rmdirSync(path)
    }
  }
  rmdirSync(top)
}

/** What memory is moved to cannot be removed (EPERM), and code may have hidden where that is mounted. */
function unlink(file: Buffer): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    libc('swapoff', [file.toString()])
    unlinkSync(file)
  }
}
