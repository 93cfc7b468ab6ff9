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
  // TODO 8.3  So far all containers write into the same folder. Make one for this container that nobody else has: an id
  //   drawn at random does for a name, such as `randomBytes(6).toString('hex')`, which is what Docker's ids look like.
  //   In it make `upper`, `work` and `rootfs`.
  //   man 8 mount ("overlay"), https://nodejs.org/api/crypto.html#cryptorandombytessize-callback
  const path = join(CONTAINERS, 'shared')
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

  // TODO 8.4  Remove the container's folder and all that is in it, but mind `rootfs`. Nothing is mounted on it where the
  //   parent is, and it should be empty. Should something be mounted there after all, with somebody's volume in it, then
  //   rmSync would remove the volume's files, and rmdirSync would say EBUSY. So rmdirSync first, if it is there at all:
  //   the parent may have been killed while it made the folder.
  //   man 2 rmdir
}

/** Removes what is left of containers whose parent was killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(CONTAINERS)) {
    const path = join(CONTAINERS, name)

    // 8.4, after a crash  `claim` says whether somebody still has the folder. If nobody has, it is yours now: `remove` it,
    //   and `closeSync` what `claim` has opened.
    //   man 2 flock
  }
}
