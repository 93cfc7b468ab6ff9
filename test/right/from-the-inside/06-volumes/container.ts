// 6.1 and 6.2 differ: the root has changed before anything is mounted. So the kernel follows symlinks as the container
// does, and the sources are files that were opened before: /proc/self/fd.
import { existsSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { MS_BIND, MS_NODEV, MS_NOSUID, MS_RDONLY, MS_REMOUNT, mount } from '#provided/syscalls/mount.ts'
import { become } from '#steps/02-processes/become.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { runOptions } from '#steps/06-volumes/options.ts'

const [mode = '', ...words] = process.argv.slice(2)
const { volumes, image, command } = runOptions(words)

if (mode === 'run') {
  const args = [import.meta.filename, 'child', ...words]
  process.exitCode = await exitStatus(spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' }))
} else {
  const sources = volumes.map(({ source }) => {
    if (!existsSync(source)) mkdirSync(source, { recursive: true })
    return openSync(source, 'r')
  })
  const { rootfs, env } = unpackedImage(image, command)
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  for (const [index, { target, readOnly }] of volumes.entries()) {
    const source = `/proc/self/fd/${sources[index]}`
    const isFolder = statSync(source).isDirectory()
    mkdirSync(isFolder ? target : dirname(target), { recursive: true })
    if (!isFolder && !existsSync(target)) writeFileSync(target, '')
    mount(source, target, null, MS_BIND)
    if (readOnly) mount(null, target, null, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)
  }
  become(command, containerEnvironment(env))
}
