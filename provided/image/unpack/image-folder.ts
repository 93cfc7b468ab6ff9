import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from '../manifest.ts'
import { messages } from '../messages.ts'
import type { Store } from '../store/store.ts'
import type { StoredImage } from '../stored-image.ts'

/** Whether what is in an image's folder is of this very image, and not of one that had its name before. */
export function isOf(folder: string, { manifest }: StoredImage): boolean {
  try {
    const hash = hashOf(manifest.digest).update(readFileSync(join(folder, 'manifest.json')))
    return manifest.digest.endsWith(`:${hash.digest('hex')}`)
  } catch {
    return false
  }
}

/** Writes what an image says of itself into its folder. */
export function describe(folder: string, image: StoredImage, store: Store): void {
  writeFileSync(join(folder, 'config.json'), store.read(image.config))
  writeFileSync(join(folder, 'manifest.json'), store.read(image.manifest))
}

/** Between the two renames there is no image, never half of one. */
export function replace(folder: string, fresh: string, old: string): void {
  requireUnmounted(folder)
  try {
    renameSync(folder, old)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  renameSync(fresh, folder)
}

export function remove(path: string): void {
  requireUnmounted(path)
  rmSync(path, { recursive: true, force: true })
}

/** What is mounted somewhere in there is somebody's, a volume for example, and would be removed along with it. */
function requireUnmounted(path: string): void {
  const mounts = readFileSync('/proc/self/mountinfo', 'latin1').split('\n')
  const points = mounts.map((line) => (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, fromOctal))
  const inside = points.find((point) => point.startsWith(`${path}/`))
  if (inside) throw messages.mounted(path, inside)
}

/** The kernel writes a space as `\040`. */
const fromOctal = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 8))

export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw messages.noFolder(path, (error as NodeJS.ErrnoException).code ?? '')
  }
}
