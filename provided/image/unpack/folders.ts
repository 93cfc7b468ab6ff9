import { lstatSync, mkdirSync, readlinkSync } from 'node:fs'
import { resolve } from 'node:path'
import { nameBytes } from './entry.ts'
import { isThere, join, resolved, split } from './paths.ts'

/** How many symlinks the kernel follows on one path: path_resolution(7). */
const LINKS = 40

/** Where the folders of an image really are, for the names in layers lead through symlinks. */
export class Folders {
  readonly #known = new Map<string, string>()
  readonly #onFound: (at: string) => void

  /** @param onFound - told of folders that are there, before anything changes in them */
  constructor(onFound: (at: string) => void) {
    this.#onFound = onFound
  }

  /** Where a folder is; undefined if there is none. */
  find(path: string): string | undefined {
    const known = this.#known.get(path)
    if (known !== undefined) return known
    try {
      const found = resolved(path)
      if (!lstatSync(nameBytes(found)).isDirectory()) return undefined
      this.#known.set(path, found)
      this.#onFound(found)
      return found
    } catch {
      return undefined
    }
  }

  /**
   * Where a folder is, made if need be with those that lead there: layers need not mention them.
   *
   * @param onMade - told of each that was made
   */
  make(path: string, onMade: (at: string) => void, links = 0): string {
    const found = this.find(path)
    if (found !== undefined) return found
    const { parent, name } = split(path)
    const at = join(this.make(parent, onMade, links), name)
    try {
      mkdirSync(nameBytes(at), 0o755)
    } catch (error) {
      if (!isThere(error)) throw error
      // Not a folder, so it may be a link to one that is still to come.
      if (links === LINKS) throw new Error('symlinks lead on and on: ELOOP')
      return this.make(linkedFolder(at), onMade, links + 1)
    }
    onMade(at)
    this.#known.set(path, at)
    return at
  }

  /** To be called when a folder or a symlink is gone: what led through it leads elsewhere now, or nowhere. */
  forget(): void {
    this.#known.clear()
  }
}

/** Where a symlink leads to that leads nowhere yet. */
function linkedFolder(at: string): string {
  if (!lstatSync(nameBytes(at)).isSymbolicLink()) throw new Error(`a file is where a folder has to be: ${at}`)
  return resolve(split(at).parent, readlinkSync(nameBytes(at), 'latin1'))
}
