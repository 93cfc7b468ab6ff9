import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { readJson } from './bundle.ts'

/** What a runtime remembers of a container from one call to the next. */
export interface Remembered {
  id: string
  /** Its first process, as numbered outside, and when that was born: another one may get the number later. */
  pid: number
  born: string
  bundle: string
  /** Its cgroup's folder. */
  cgroup: string
  annotations?: Record<string, string>
}

/** A container's folder, which is there from `create` to `delete`. */
export class Container {
  readonly id: string
  readonly folder: string

  /** @param root - the folder of all containers */
  constructor(root: string, id: string) {
    if (!/^[\w+.-]+$/.test(id) || /^\.+$/.test(id)) throw new Failure(`${id} cannot be a container’s name.`)
    this.id = id
    this.folder = join(root, id)
  }

  /** Takes the name. Throws Failure where somebody has it. */
  begin(): void {
    mkdirSync(join(this.folder, '..'), { recursive: true, mode: 0o700 })
    try {
      mkdirSync(this.folder, { mode: 0o700 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      throw new Failure(`There is a container ${this.id} already. Next: another name, or delete ${this.id}`)
    }
  }

  save(container: Remembered): void {
    writeFileSync(this.#file, JSON.stringify(container))
  }

  /** Throws Failure where there is no such container. */
  load(): Remembered {
    if (!this.isThere) throw new Failure(`There is no container ${this.id}. ${this.#others()}`)
    return readJson(this.#file)
  }

  /** Was the container created, and all of it? */
  get isThere(): boolean {
    return existsSync(this.#file)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  get #file(): string {
    return join(this.folder, 'state.json')
  }

  #others(): string {
    const folder = join(this.folder, '..')
    const names = existsSync(folder) ? readdirSync(folder) : []
    return `There is: ${names.join(', ') || 'none'}.`
  }
}

/**
 * A process as the kernel has it now.
 *
 * @returns when it was born, in ticks since boot; undefined where it has ended, waited for or not
 * @see man 5 proc (/proc/pid/stat)
 */
export function birthOf(pid: number): string | undefined {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // Its name, in parentheses, may hold anything.
  const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return 'ZX'.includes(state) ? undefined : fields[18]
}
