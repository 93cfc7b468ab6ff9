import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { hashOf } from './manifest.ts'
import { messages } from './messages.ts'
import type { PullProgress } from './progress.ts'
import { folderOf } from './reference.ts'
import { lock } from './store/lock.ts'
import type { Store } from './store/store.ts'
import type { StoredImage } from './stored-image.ts'
import { Budget } from './unpack/budget.ts'
import { inRoot } from './unpack/in-root.ts'
import { applyLayer } from './unpack/layer.ts'
import { findOccupant } from './unpack/occupants.ts'
import { Tree } from './unpack/tree.ts'
import { IMAGES } from './unpacked.ts'

/** What is being unpacked, or about to be removed; whatever is left of it belongs to a pull that was killed. */
const UNFINISHED = '.pull-'

/**
 * Lays out an image's files in `/fs/<image>/rootfs`, with its configuration beside them. They appear all at once, or
 * not at all. Takes root.
 *
 * @returns false if they are there already
 * @throws Failure in words for a person
 */
export async function unpack(
  image: StoredImage,
  store: Store,
  { signal, progress }: { signal: AbortSignal; progress: PullProgress },
): Promise<boolean> {
  if (process.geteuid?.() !== 0) throw messages.notRoot(IMAGES)
  makeFolder(IMAGES)
  using _held = await lock(IMAGES, 'r', () => progress.note(messages.waiting), signal)
  for (const name of readdirSync(IMAGES)) if (name.startsWith(UNFINISHED)) remove(join(IMAGES, name))
  const folder = join(IMAGES, folderOf(image.reference))
  if (isUnpacked(folder, image)) return false

  const work = mkdtempSync(join(IMAGES, UNFINISHED))
  // The person's is for what the person makes.
  const umask = process.umask(0o022)
  try {
    const fresh = join(work, 'new')
    // Programs of the image that are setuid are for those inside it, and for nobody else on this machine.
    mkdirSync(fresh, { mode: 0o700 })
    mkdirSync(join(fresh, 'rootfs'))
    await layOut(image, store, join(fresh, 'rootfs'), signal, progress)
    writeFileSync(join(fresh, 'config.json'), store.read(image.config))
    writeFileSync(join(fresh, 'manifest.json'), store.read(image.manifest))
    replace(folder, fresh, join(work, 'old'))
  } finally {
    process.umask(umask)
    remove(work)
  }
  return true
}

function isUnpacked(folder: string, { manifest }: StoredImage): boolean {
  try {
    const hash = hashOf(manifest.digest).update(readFileSync(join(folder, 'manifest.json')))
    return manifest.digest.endsWith(`:${hash.digest('hex')}`)
  } catch {
    return false
  }
}

async function layOut(
  image: StoredImage,
  store: Store,
  rootfs: string,
  signal: AbortSignal,
  progress: PullProgress,
): Promise<void> {
  const missing: { path: string; code: string }[] = []
  const { bavail, bsize } = statfsSync(rootfs)
  const budget = new Budget(bavail * bsize)
  const total = image.layers.reduce((sum, { size }) => sum + size, 0)
  const layers = image.layers.map((layer, n) => ({
    ...layer,
    diffId: image.diffIds[n] ?? '',
    file: openSync(store.blob(layer.digest), 'r'),
  }))

  await inRoot(rootfs, async () => {
    const tree = new Tree((path, code) => missing.push({ path, code }))
    let before = 0
    for (const layer of layers) {
      const onRead = (length: number) => progress.unpacking((before + length) / total)
      const found = await applyLayer(layer, tree, { budget, signal, onRead })
      if (found !== layer.diffId) throw messages.wrongDiff(layer.diffId, found)
      before += layer.size
    }
    tree.finish()
  })
  const [first] = missing
  if (first) progress.note(messages.attributes(missing.length, first.path, first.code))
}

/** Between the two renames there is no image, never half of one. */
function replace(folder: string, fresh: string, old: string): void {
  requireUnmounted(folder)
  const occupant = findOccupant(join(folder, 'rootfs'))
  if (occupant !== undefined) throw messages.occupied(folder, occupant)
  try {
    renameSync(folder, old)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  renameSync(fresh, folder)
}

function remove(path: string): void {
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

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw messages.noFolder(path, (error as NodeJS.ErrnoException).code ?? '')
  }
}
