import { lstatSync, mkdirSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import * as sys from '#provided/syscalls/mount.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import { system } from './paths.ts'

/** What setpriv, a shell and nsenter take. */
const folders = [...system, 'proc']

/** Where it is made: a tmpfs of the berth's, covered meanwhile. */
const site = '/mnt'

/**
 * Makes a root of these folders alone the root of the calling thread, which must have a copy of the berth's mounts to itself.
 *
 * The berth's own root would not do, for it is the code's to change: where a folder is renamed or removed, all that is
 * mounted on it or below it goes along in every mount namespace (mount_namespaces(7)), and another `setpriv` could take its
 * place. Nobody can write to this one, by whatever way they come to see it: an overlay without an upper layer.
 */
export function enterToolsRoot(): void {
  sys.mount('tools', site, 'tmpfs', sys.MS_NOSUID | sys.MS_NODEV)
  const [layer, empty, root] = [join(site, 'layer'), join(site, 'empty'), join(site, 'root')]
  for (const folder of [layer, empty, root]) mkdirSync(folder)
  const mounted = folders.filter((name) => layOut(name, layer))
  sys.mount('overlay', root, 'overlay', sys.MS_RDONLY, `lowerdir=${layer}:${empty}`)
  for (const name of mounted) sys.mount(join('/', name), join(root, name), null, sys.MS_BIND | sys.MS_REC)
  process.chdir(root)
  pivotRoot('.', '.')
  sys.umount2('.', sys.MNT_DETACH)
  process.chdir('/')
}

/**
 * Lays out the place for one of them; a link, such as /bin, is all that it takes.
 *
 * @returns whether there is a folder to be mounted on it
 */
function layOut(name: string, layer: string): boolean {
  const [from, to] = [join('/', name), join(layer, name)]
  const found = lstatSync(from, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) symlinkSync(readlinkSync(from), to)
  if (!found?.isDirectory()) return false
  mkdirSync(to)
  return true
}
