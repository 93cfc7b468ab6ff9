import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { IMAGES } from '#provided/image/unpacked.ts'
import { locked } from '#provided/lock.ts'
import { flock } from '#provided/syscalls/flock.ts'

/** Not in the image, and on the same disk. */
const CONTAINERS = join(IMAGES, '.containers')

/** Whoever makes a folder, or removes one, does so before the next one looks. */
const LOCK = '/run/drydock-containers.lock'

/** What a container has on the machine for itself alone. */
export interface ContainerFolder extends Disposable {
  /** With `upper` in it for what the container writes, `work` for the kernel, and `rootfs` to mount all of it on. */
  path: string
}

/** Makes a folder for a container. At the end of the block that is `using` it, it is removed. */
export function containerFolder(): ContainerFolder {
  return locked(LOCK, () => {
    mkdirSync(CONTAINERS, { recursive: true })
    removeAbandoned()
    const path = makeFolder()
    const own = claim(path)
    return {
      path,
      [Symbol.dispose]() {
        locked(LOCK, () => remove(path))
        if (own !== undefined) closeSync(own)
      },
    }
  })
}

function makeFolder(): string {
  // 8.3  What is in `upper` is the container's. Two that have the same one see what the other one does.
  const path = join(CONTAINERS, randomBytes(6).toString('hex'))
  for (const name of ['upper', 'work', 'rootfs']) mkdirSync(join(path, name), { recursive: true })

  // The container's `/` is as `upper` is, whatever the umask: users in there want to get in.
  chmodSync(join(path, 'upper'), 0o755)
  return path
}

/**
 * Takes a folder for this process. The kernel gives it back when the process ends, however that happens.
 *
 * @returns the open folder; undefined if somebody else has it
 */
function claim(path: string): number | undefined {
  const folder = openSync(path, 'r')
  if (flock(folder)) return folder
  closeSync(folder)
  return undefined
}

function remove(path: string): void {
  const rootfs = join(path, 'rootfs')

  // 8.4  Nothing is mounted on `rootfs` here. If something were, rmdir would refuse, and rm would remove what it shows.
  if (existsSync(rootfs)) rmdirSync(rootfs)
  rmSync(path, { recursive: true, force: true })
}

/** Removes what is left of containers whose parent was killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(CONTAINERS)) {
    const path = join(CONTAINERS, name)

    // 8.4, after a crash  Nobody has it any more.
    const folder = claim(path)
    if (folder === undefined) continue
    remove(path)
    closeSync(folder)
  }
}
