// 6.2 and 6.3 differ: the image is a mount before the volumes are mounted in it, they bring along what is mounted below
// them, and read-only means all of that; the root is swapped at the end.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { mountDevices } from '#provided/devices.ts'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES, type Volume } from '#steps/06-volumes/options.ts'

process.exitCode = await dispatch({
  takes: TAKES,
  atLeast: 1,

  run(words) {
    const args = [import.meta.filename, 'child', ...words]
    return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))
  },

  child(words) {
    const { volumes, image, command } = runOptions(words)
    const { rootfs, env } = unpackedImage(image, command)
    waitForLimits()
    nameHost()
    sys.mount(null, '/', null, sys.MS_REC | sys.MS_SLAVE)
    sys.mount(rootfs, rootfs, null, sys.MS_BIND)
    for (const each of volumes) mountVolume(rootfs, each)
    process.chdir(rootfs)
    pivotRoot('.', '.')
    sys.umount2('.', sys.MNT_DETACH)
    process.chdir('/')
    sys.mount('proc', '/proc', 'proc')
    mountDevices()
    become(command, containerEnvironment(env))
  },
})

function mountVolume(rootfs: string, { source, target, readOnly }: Volume): void {
  if (!existsSync(source)) mkdirSync(source, { recursive: true })
  const point = pathInRoot(rootfs, target)
  if (statSync(source).isDirectory()) mkdirSync(point, { recursive: true })
  else {
    mkdirSync(dirname(point), { recursive: true })
    writeFileSync(point, '', { flag: 'a' })
  }
  sys.mount(source, point, null, sys.MS_BIND | sys.MS_REC)
  sys.mount(null, point, null, sys.MS_REC | sys.MS_PRIVATE)
  const places = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
  for (const place of places)
    if (readOnly && (place === point || place.startsWith(`${point}/`)))
      sys.mount(null, place, null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY)
}
