import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Contents, contentsOf } from '../course/contents.ts'

/** Makes a folder hold these files and no others. */
export function replaceContents(folder: string, contents: Contents): void {
  makeFolder(folder)
  for (const [name, text] of Object.entries(contents)) {
    const path = join(folder, name)
    makeFolder(dirname(path))
    writeFileSync(path, text)
    if (text.startsWith('#!')) chmodSync(path, 0o755)
    giveAway(path)
  }
  for (const name of Object.keys(contentsOf(folder))) if (!(name in contents)) rmSync(join(folder, name))
}

function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
  giveAway(path)
}

/** What root makes in a person's checkout, in a container for example, is to be the person's. */
function giveAway(path: string): void {
  if (process.geteuid?.() !== 0) return
  const { uid, gid } = statSync(dirname(path))
  chownSync(path, uid, gid)
}

export function isSame(one: Contents, other: Contents): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}
