// 9.4 and 9.6 differ: whatever is not named is refused, and some of that kills; devices lead nowhere because no folder
// that can be written to is one for devices; and the parent limits the processes, while the child waits.
import { writeFileSync } from 'node:fs'
import { layeredImage } from '#provided/image/layered.ts'
import type { Profile } from '#provided/seccomp/profile.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { NEW_NAMESPACES } from '#provided/syscalls/namespaces.ts'
import { SYSTEM_CALLS } from '#provided/syscalls/table.ts'
import { TIOCLINUX, TIOCSTI } from '#provided/syscalls/terminal.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { connect, NAMESPACES } from '#steps/07-network/network.ts'
import { containerFolder } from '#steps/08-layers/folder.ts'
import { layersOf } from '#steps/08-layers/layers.ts'
import { mountOverlay } from '#steps/08-layers/overlay.ts'
import { DEFAULT_CAPABILITIES, keepCapabilities } from '#steps/09-hardening/capabilities.ts'
import { enterCgroupNamespace, mountCgroup } from '#steps/09-hardening/cgroup.ts'
import {
  MASKED_PATHS,
  maskPaths,
  mountSys,
  protectPaths,
  READ_ONLY_PATHS,
} from '#steps/09-hardening/paths.ts'
import { changeRoot } from '#steps/09-hardening/root.ts'
import { filterSystemCalls, forbidNewPrivileges } from '#steps/09-hardening/seccomp.ts'

const killing = ['keyctl', 'add_key', 'request_key', 'userfaultfd', 'unshare']
const mounting = ['mount', 'umount2', 'open_tree', 'fsconfig', 'mount_setattr']
const others = ['clone', 'clone3', 'setns', 'bpf', 'perf_event_open', 'settimeofday', 'clock_settime']
const unnamed = [...killing, ...mounting, ...others]

const profile: Profile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  syscalls: [
    { names: killing, action: 'SCMP_ACT_KILL_PROCESS' },
    ...[TIOCSTI, TIOCLINUX].map((valueTwo) => ({
      names: ['ioctl'],
      action: 'SCMP_ACT_KILL_PROCESS' as const,
      args: [{ index: 1, op: 'SCMP_CMP_MASKED_EQ' as const, value: 0xffffffff, valueTwo }],
    })),
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
    {
      names: ['clone'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: NEW_NAMESPACES, valueTwo: 0 }],
    },
    {
      names: Object.keys(SYSTEM_CALLS).filter(
        (name) => !unnamed.includes(name) && !name.startsWith('io_uring'),
      ),
      action: 'SCMP_ACT_ALLOW',
    },
  ],
}

process.exitCode = await dispatch({
  takes: TAKES,
  atLeast: 1,
  layout: 'layers',

  async run(words) {
    using folder = containerFolder()
    const args = [import.meta.filename, 'child', folder.path, ...words]
    return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), (pid) => {
      for (const above of ['', '/drydock'])
        writeFileSync(`/sys/fs/cgroup${above}/cgroup.subtree_control`, '+pids')
      writeFileSync(`/sys/fs/cgroup/drydock/${pid}/pids.max`, '100')
      return connect(pid)
    })
  },

  child([folder = '', ...words]) {
    const { volumes, image, command: given } = runOptions(words)
    const { diffIds, env, workingDir, command } = layeredImage(image, given)
    waitForLimits()
    enterCgroupNamespace()
    nameHost()
    makeMountsPrivate()
    const rootfs = mountOverlay(layersOf(diffIds), folder)
    mountVolumes(rootfs, volumes)
    changeRoot(rootfs)
    mountProc()
    mountSys()
    mountCgroup()
    maskPaths(MASKED_PATHS)
    protectPaths(READ_ONLY_PATHS)
    forbidDevices()
    enterWorkingDir(workingDir)
    forbidNewPrivileges()
    keepCapabilities(DEFAULT_CAPABILITIES)
    filterSystemCalls(profile)
    become(command, containerEnvironment(env))
  },
})

/** Nothing can be made in /dev any more, and nothing that is made elsewhere is a device. */
function forbidDevices(): void {
  const change = sys.MS_REMOUNT | sys.MS_BIND | sys.MS_NOSUID | sys.MS_NOEXEC
  sys.mount(null, '/dev', null, change | sys.MS_RDONLY)
  sys.mount(null, '/dev/shm', null, change | sys.MS_NODEV)
}
