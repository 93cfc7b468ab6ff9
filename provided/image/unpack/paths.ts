import { realpathSync } from 'node:fs'
import { nameBytes } from './entry.ts'

/**
 * The name of an entry as a path from `/`, the image's.
 *
 * @throws Error if it has `..` in it, which no layer needs
 */
export function entryPath(name: string): string {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw new Error('its name leads out of its folder: ..')
  return `/${parts.join('/')}`
}

/** The folder that a path is in, and its name there. */
export function split(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf('/')
  return { parent: path.slice(0, slash) || '/', name: path.slice(slash + 1) }
}

export const join = (parent: string, name: string) => (parent === '/' ? `/${name}` : `${parent}/${name}`)

/** Where a path leads when its symlinks are followed. */
export const resolved = (path: string) =>
  (realpathSync.native(nameBytes(path), 'buffer') as unknown as Buffer).toString('latin1')

/** Whether something could not be made because something is there. */
export const isThere = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EEXIST'
