// 5.1 to 5.4 and 5.6 differ: shells do it all. One makes the cgroup, one moves the child, and one, which the child waits for,
// looks twenty times a second whether it is inside.
import { execFileSync } from 'node:child_process'
import { readlinkSync, rmdirSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

const sh = (script: string, ...args: string[]) => execFileSync('sh', ['-ec', script, ...args])

const setUp = `
  mkdir -p "$0"
  for above in /sys/fs/cgroup /sys/fs/cgroup/drydock; do echo +memory +cpu > $above/cgroup.subtree_control; done
  echo 104857600 > "$0/memory.max"
  ! test -e "$0/memory.swap.max" || echo 0 > "$0/memory.swap.max"
  echo 50000 100000 > "$0/cpu.max"`

process.exitCode = await dispatch({
  takes: '<image> <command> [args…]',
  atLeast: 2,

  async run(words) {
    const cgroup = `/sys/fs/cgroup/drydock/shell-${process.pid}`
    sh(setUp, cgroup)
    try {
      const container = spawnIn(NAMESPACES, process.execPath, [import.meta.filename, 'child', ...words], {
        stdio: 'inherit',
      })
      sh('echo $1 > "$0/cgroup.procs"', cgroup, String(container.pid))
      return await exitStatus(container)
    } finally {
      rmdirSync(cgroup)
    }
  },

  child([image = '', ...words]) {
    dieWithParent()
    const { rootfs, command, env } = unpackedImage(image, words)
    sh('until grep -q /drydock/ "/proc/$0/cgroup"; do sleep 0.05; done', readlinkSync('/proc/self'))
    nameHost()
    makeMountsPrivate()
    changeRoot(rootfs)
    mountProc()
    become(command, containerEnvironment(env))
  },
})
