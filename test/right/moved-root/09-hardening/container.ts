// 9.1, 9.2 and 9.5 differ: the new root is moved onto the old one, which stays below, out of reach, as where an initramfs
// hands over; the masks are mounted before that, one empty folder and one empty file for all; and so is the cgroup.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mountDevices } from '#provided/devices.ts'
import { layeredImage } from '#provided/image/layered.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { chroot } from '#provided/syscalls/root.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { connect, NAMESPACES } from '#steps/07-network/network.ts'
import { containerFolder } from '#steps/08-layers/folder.ts'
import { layersOf } from '#steps/08-layers/layers.ts'
import { mountOverlay } from '#steps/08-layers/overlay.ts'
import { DEFAULT_CAPABILITIES, keepCapabilities } from '#steps/09-hardening/capabilities.ts'
import { enterCgroupNamespace, limitProcesses } from '#steps/09-hardening/cgroup.ts'
import { MASKED_PATHS, READ_ONLY_PATHS } from '#steps/09-hardening/paths.ts'
import { DEFAULT_PROFILE, filterSystemCalls, forbidNewPrivileges } from '#steps/09-hardening/seccomp.ts'

const readOnly = sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY

process.exitCode = await dispatch({
  takes: TAKES,
  atLeast: 1,
  layout: 'layers',

  async run(words) {
    using folder = containerFolder()
    const args = [import.meta.filename, 'child', folder.path, ...words]
    return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), connect)
  },

  child([folder = '', ...words]) {
    const { volumes, image, command: given } = runOptions(words)
    const { diffIds, env, workingDir, command } = layeredImage(image, given)
    waitForLimits()
    limitProcesses()
    enterCgroupNamespace()
    nameHost()
    makeMountsPrivate()
    const rootfs = mountOverlay(layersOf(diffIds), folder)
    sys.mount(null, rootfs, null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_NODEV)
    mountVolumes(rootfs, volumes)
    mountKernel(rootfs)
    process.chdir(rootfs)
    sys.mount('.', '/', null, sys.MS_MOVE)
    chroot('.')
    process.chdir('/')
    mountDevices()
    enterWorkingDir(workingDir)
    keepCapabilities(DEFAULT_CAPABILITIES)
    forbidNewPrivileges()
    filterSystemCalls(DEFAULT_PROFILE)
    become(command, containerEnvironment(env))
  },
})

function mountKernel(rootfs: string): void {
  for (const [type, at] of [
    ['proc', 'proc'],
    ['sysfs', 'sys'],
    ['cgroup2', 'sys/fs/cgroup'],
  ] as const) {
    mkdirSync(join(rootfs, at), { recursive: true })
    sys.mount(type, join(rootfs, at), type)
    if (type !== 'proc') sys.mount(null, join(rootfs, at), null, readOnly)
  }
  for (const path of READ_ONLY_PATHS.map((path) => join(rootfs, path))) {
    sys.mount(path, path, null, sys.MS_BIND)
    sys.mount(null, path, null, readOnly)
  }
  const [emptyFolder, emptyFile] = ['/tmp/empty', '/tmp/empty-file']
  mkdirSync(emptyFolder, { recursive: true })
  writeFileSync(emptyFile, '')
  for (const path of MASKED_PATHS.map((path) => join(rootfs, path)).filter((path) => existsSync(path))) {
    sys.mount(statSync(path).isDirectory() ? emptyFolder : emptyFile, path, null, sys.MS_BIND)
    sys.mount(null, path, null, readOnly)
  }
}
