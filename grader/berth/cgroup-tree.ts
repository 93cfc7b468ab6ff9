import { readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'

/** A cgroup's folder: bytes where the name of one on the way is no text. */
export type Folder = string | Buffer

/** What is in a folder, or in one below it. */
export function joinPath(folder: Folder, name: string | Buffer): Folder {
  const [bytes, text] = [Buffer.from(name), name.toString()]
  if (typeof folder === 'string' && Buffer.from(text).equals(bytes)) return join(folder, text)
  return Buffer.concat([Buffer.from(folder), Buffer.from('/'), bytes])
}

/** Every cgroup below `cgroup`, itself first, parents before children. The code may remove them meanwhile. */
export function cgroupsBelow(cgroup: Folder): Folder[] {
  const entries = unlessGone([], () => readdirSync(cgroup, { withFileTypes: true, encoding: 'buffer' }))
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => joinPath(cgroup, name))
  return [cgroup, ...below.flatMap(cgroupsBelow)]
}

/** Pids of the processes in a cgroup. */
export function processesIn(cgroup: Folder): number[] {
  const pids = unlessGone('', () => readFileSync(joinPath(cgroup, 'cgroup.procs'), 'utf8'))
  return pids.split('\n').filter(Boolean).map(Number)
}

/**
 * What `read` returns, or `otherwise` where the cgroup was removed: ENOENT, or ENODEV from a file that was open. A threaded
 * one answers ENOTSUP: its processes are listed in the domain cgroup above.
 */
export function unlessGone<T>(otherwise: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return otherwise
    throw error
  }
}

/** Removes a cgroup without processes, and all below it. */
export function removeTree(cgroup: string): void {
  for (const each of cgroupsBelow(cgroup).toReversed()) rmdirSync(each)
}
