import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** What is remembered of a container, all in one file. */
export interface Note {
  pid: number
  /** The inode of its PID namespace: no other process has that, while it is there. */
  namespace: string
  cgroup: string
  bundle: string
}

const fileOf = (id: string) => `/tmp/container-${id}.note`
export const socketOf = (id: string) => `/tmp/container-${id}.socket`

export const isThere = (id: string) => existsSync(fileOf(id))
export const note = (id: string, about: Note) => writeFileSync(fileOf(id), JSON.stringify(about))

export function noted(id: string): Note {
  if (!isThere(id)) throw new Error(`${id} is nobody`)
  return JSON.parse(readFileSync(fileOf(id), 'utf8'))
}

export function forget(id: string): void {
  for (const file of [socketOf(id), fileOf(id)]) rmSync(file, { force: true })
}
