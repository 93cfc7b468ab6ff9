// Everything by itself and in its own way: the old root is put into a folder and unmounted later; what must not be read
// or written is in one list; the filter is there before capabilities go, whose numbers are written out.
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { layeredImage } from '#provided/image/layered.ts'
import { compile } from '#provided/seccomp/compile.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { capset, dropFromBoundingSet } from '#provided/syscalls/capabilities.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { CLONE_NEWCGROUP, unshare } from '#provided/syscalls/namespaces.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import { setFilter, setNoNewPrivileges } from '#provided/syscalls/seccomp.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { connect, NAMESPACES } from '#steps/07-network/network.ts'
import { containerFolder } from '#steps/08-layers/folder.ts'
import { layersOf } from '#steps/08-layers/layers.ts'
import { mountOverlay } from '#steps/08-layers/overlay.ts'
import { DEFAULT_PROFILE } from '#steps/09-hardening/seccomp.ts'

const KEPT = [0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31]
const CLOSED = {
  hidden: ['keys', 'kcore', 'timer_list', 'sched_debug', 'latency_stats', 'acpi', 'asound', 'scsi'],
  shown: ['sys', 'irq', 'bus', 'fs', 'sysrq-trigger'],
}

process.exitCode = await dispatch({
  takes: '<image> [command…]',
  atLeast: 1,
  layout: 'layers',

  async run(words) {
    using folder = containerFolder()
    const args = [import.meta.filename, 'child', folder.path, ...words]
    return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), connect)
  },

  child([folder = '', image = '', ...given]) {
    const { diffIds, env, command } = layeredImage(image, given)
    waitForLimits()
    const name = readFileSync('/proc/self/cgroup', 'utf8').trim().slice('0::'.length)
    for (const above of ['', '/drydock'])
      writeFileSync(`/sys/fs/cgroup${above}/cgroup.subtree_control`, '+pids')
    writeFileSync(`/sys/fs/cgroup${name}/pids.max`, '100')
    unshare(CLONE_NEWCGROUP)
    nameHost()
    makeMountsPrivate()
    swap(mountOverlay(layersOf(diffIds), folder))
    mountProc()
    close()
    setNoNewPrivileges()
    setFilter(compile(DEFAULT_PROFILE))
    for (let number = 0; number <= 40; number++) if (!KEPT.includes(number)) dropFromBoundingSet(number)
    capset({ effective: KEPT, permitted: KEPT, inheritable: [] })
    become(command, containerEnvironment(env))
  },
})

function swap(rootfs: string): void {
  mkdirSync(`${rootfs}/old`)
  pivotRoot(rootfs, `${rootfs}/old`)
  process.chdir('/')
  sys.umount2('/old', sys.MNT_DETACH)
  rmdirSync('/old')
  sys.mount(null, '/', null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_NODEV)
}

function close(): void {
  mkdirSync('/sys', { recursive: true })
  sys.mount('sysfs', '/sys', 'sysfs')
  sys.mount('cgroup2', '/sys/fs/cgroup', 'cgroup2', sys.MS_RDONLY)
  sys.mount('tmpfs', '/sys/firmware', 'tmpfs', sys.MS_RDONLY)
  sys.mount(null, '/sys', null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY)
  for (const path of CLOSED.shown.map((name) => `/proc/${name}`)) {
    sys.mount(path, path, null, sys.MS_BIND)
    sys.mount(null, path, null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY)
  }
  for (const path of CLOSED.hidden.map((name) => `/proc/${name}`).filter((path) => existsSync(path))) {
    if (statSync(path).isDirectory()) sys.mount('none', path, 'tmpfs')
    else sys.mount('/dev/null', path, null, sys.MS_BIND)
  }
}
