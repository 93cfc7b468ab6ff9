import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { PODMAN } from '../../grader/berth/root/paths.ts'
import { MS_RDONLY, mount } from '../../provided/syscalls/mount.ts'

/**
 * Mounts the disk with podman, and makes links to what is on it where programs look for such files: unless something is
 * there already, for the lab's own libraries are of the same Debian. Berths that are made from then on have it as well.
 */
export function addPodman({ disk }: { disk: string }): void {
  mount(disk, PODMAN, 'ext4', MS_RDONLY)
  const files = readdirSync(PODMAN, { recursive: true, withFileTypes: true })
  for (const file of files.filter((entry) => !entry.isDirectory())) {
    const path = join(file.parentPath, file.name)
    const link = join('/', relative(PODMAN, path))
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(path, link)
  }
}
