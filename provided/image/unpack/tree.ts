import { linkSync, lstatSync, mkdirSync, openSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { mknod, S_IFBLK, S_IFCHR, S_IFIFO } from '../../syscalls/device.ts'
import { dropAttributes, type OnMissing, setAttributes, setEntryTime, timeOf } from './attributes.ts'
import { type Entry, nameBytes, type Time } from './entry.ts'
import { fillFile } from './file.ts'
import { Folders } from './folders.ts'
import { entryPath, isThere, join, split } from './paths.ts'

/**
 * The files of an image, as its layers make them. `/` is the image's: nothing outside can be named. And nothing that is
 * there is ever opened, for it may be a device or a FIFO by now: what stands in the way is removed.
 */
export class Tree {
  readonly #onMissing: OnMissing
  readonly #folders: Folders
  /** When folders were last changed, which is set when nothing changes in them any more. */
  readonly #times = new Map<string, Time>()
  /** What the present layer has brought, and the folders on the way there. */
  #brought = new Set<string>()
  /** Whether some folder hands its access list down to what is made in it, acl(5), which is not asked for. */
  #hasHeirs: boolean

  /**
   * To be called with the image's root for `/`.
   *
   * @param isBegun - some of its layers are there already, and not by this tree
   */
  constructor(onMissing: OnMissing, isBegun = false) {
    this.#onMissing = onMissing
    this.#hasHeirs = isBegun
    this.#folders = new Folders((at) => isBegun && this.#keepTime(at))
    if (isBegun) this.#keepTime('/')
    else dropAttributes('/')
  }

  beginLayer(): void {
    this.#brought = new Set(['/'])
  }

  /** Creates what an entry announces, in the place of what is there; a folder stays, and gets its attributes. */
  async add(entry: Entry, path: string, content: AsyncIterable<Buffer>): Promise<void> {
    this.#hasHeirs ||= entry.xattrs.has('system.posix_acl_default')
    if (path === '/') return this.#addRoot(entry)
    // Most layers say nothing of it. Unpacked twice, it is to be the same twice.
    if (!this.#times.has('/')) this.#times.set('/', entry.mtime)
    const { parent, name } = split(path)
    const at = join(this.#folder(parent, entry.mtime), name)
    this.#brought.add(at)
    if (entry.type === 'file') return this.#addFile(at, entry, content)
    if (entry.type === 'directory') return this.#addFolder(at, entry)
    this.#replacing(at, () => this.#create(at, entry))
    // Another name for a file that has its attributes.
    if (entry.type === 'link') return
    if (this.#hasHeirs) dropAttributes(at)
    setAttributes(at, entry, this.#onMissing)
    setEntryTime(at, entry.mtime)
  }

  /** Removes what lower layers have there, and leaves what the present one brought. */
  removeLower(path: string): void {
    const { parent, name } = split(path)
    const folder = this.#folders.find(parent)
    if (folder !== undefined) this.#removeLower(name === '' ? '/' : join(folder, name))
  }

  /** Empties a folder of what lower layers have in it. */
  removeLowerIn(path: string): void {
    const folder = this.#folders.find(path)
    if (folder !== undefined) this.#removeLowerIn(folder)
  }

  /** To be called when the last layer is done. */
  finish(): void {
    for (const [path, time] of this.#times) setEntryTime(path, time)
  }

  #addRoot(entry: Entry): void {
    if (entry.type !== 'directory') throw new Error('the root of an image is a folder')
    dropAttributes('/')
    setAttributes('/', entry, this.#onMissing)
    this.#times.set('/', entry.mtime)
  }

  #addFolder(at: string, entry: Entry): void {
    let isOld = false
    try {
      mkdirSync(nameBytes(at))
    } catch (error) {
      if (!isThere(error)) throw error
      isOld = lstatSync(nameBytes(at)).isDirectory()
      if (!isOld) this.#replacing(at, () => mkdirSync(nameBytes(at)))
    }
    if (isOld || this.#hasHeirs) dropAttributes(at)
    setAttributes(at, entry, this.#onMissing)
    this.#times.set(at, entry.mtime)
  }

  #addFile(at: string, entry: Entry, content: AsyncIterable<Buffer>): Promise<void> {
    const file = this.#replacing(at, () => openSync(nameBytes(at), 'wx', 0o600))
    if (this.#hasHeirs) dropAttributes(at)
    return fillFile(file, at, entry, content, this.#onMissing)
  }

  #create(at: string, { type, target, mode, device }: Entry): void {
    const path = nameBytes(at)
    if (type === 'symlink') symlinkSync(nameBytes(target), path)
    else if (type === 'link') linkSync(nameBytes(this.#linked(target)), path)
    else if (type === 'fifo') mknod(path, S_IFIFO | mode)
    else mknod(path, (type === 'block device' ? S_IFBLK : S_IFCHR) | mode, device.major, device.minor)
  }

  /** The file that a hard link is another name of. */
  #linked(target: string): string {
    const { parent, name } = split(entryPath(target))
    const folder = this.#folders.find(parent)
    if (folder === undefined) throw new Error('it is a hard link to what is not there')
    return join(folder, name)
  }

  /** Does what fails where something is, after removing that. */
  #replacing<T>(at: string, create: () => T): T {
    try {
      return create()
    } catch (error) {
      if (!isThere(error)) throw error
      this.#remove(at)
      return create()
    }
  }

  #remove(at: string): void {
    const found = lstatSync(nameBytes(at))
    rmSync(nameBytes(at), { recursive: true, force: true })
    if (found.isDirectory()) {
      const isBelow = (path: string) => path === at || path.startsWith(`${at}/`)
      for (const path of this.#times.keys()) if (isBelow(path)) this.#times.delete(path)
    }
    if (found.isDirectory() || found.isSymbolicLink()) this.#folders.forget()
  }

  #removeLower(at: string): void {
    const found = lstatSync(nameBytes(at), { throwIfNoEntry: false })
    if (!found) return
    if (!this.#brought.has(at)) this.#remove(at)
    else if (found.isDirectory()) this.#removeLowerIn(at)
  }

  #removeLowerIn(folder: string): void {
    for (const name of readdirSync(nameBytes(folder), 'latin1')) this.#removeLower(join(folder, name))
  }

  /** Where a folder is, made if need be, with the time of what comes into it. */
  #folder(path: string, time: Time): string {
    const at = this.#folders.make(path, (made) => {
      if (this.#hasHeirs) dropAttributes(made)
      this.#times.set(made, time)
    })
    for (let on = at; !this.#brought.has(on); on = split(on).parent) this.#brought.add(on)
    return at
  }

  /** What comes into a folder, or goes, does not change the time of the folder: only its own entry does. */
  #keepTime(folder: string): void {
    if (!this.#times.has(folder)) this.#times.set(folder, timeOf(folder))
  }
}
