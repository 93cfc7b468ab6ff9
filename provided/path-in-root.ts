import { readlinkSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { SysError } from './syscalls/sys-error.ts'

/** As many symlinks as the kernel follows in one path (path_resolution(7)). */
const MOST_LINKS = 40

/**
 * Where a path leads for a process whose `/` is `root`, told by one outside: every symlink on the way is followed, and
 * no name leads out, neither an absolute symlink nor `..`, which in `/` is `/` itself.
 *
 * `join(root, path)` would leave the symlinks to the kernel, whose `/` is that of the process that asks.
 *
 * @param root - a folder that will be somebody's `/`
 * @param path - from there; what is missing of it is taken as it stands
 * @returns the path outside, without a symlink below `root`
 * @throws SysError ELOOP if symlinks lead to one another without end
 * @see man 7 path_resolution
 *
 * @example
 * // In the image /var/run is a symlink to /run.
 * pathInRoot('/fs/debian/rootfs', '/var/run/app') === '/fs/debian/rootfs/run/app'
 */
export function pathInRoot(root: string, path: string): string {
  const ahead = namesOf(path)
  const walked: string[] = []
  let links = 0
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    if (name === '..') walked.pop()
    else {
      const link = linkAt(join(root, ...walked, name))
      if (link === undefined) walked.push(name)
      else {
        if (++links > MOST_LINKS) throw new SysError('open', [JSON.stringify(path)], constants.errno.ELOOP)
        if (link.startsWith('/')) walked.length = 0
        ahead.unshift(...namesOf(link))
      }
    }
  }
  return join(root, ...walked)
}

const namesOf = (path: string) => path.split('/').filter((name) => name !== '' && name !== '.')

/** What a symlink says; undefined where there is none. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (['EINVAL', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
