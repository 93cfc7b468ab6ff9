// 5.4 differs: nobody tells the child anything. A shell looks twenty times a second whether it is inside.
import { execFileSync } from 'node:child_process'
import { readlinkSync } from 'node:fs'
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
import { addProcessToCgroup, removeCgroup, setupCgroups } from '#steps/05-cgroups/cgroups.ts'

process.exitCode = await dispatch({ takes: '<image> <command> [args…]', atLeast: 2, run, child })

async function run(words: string[]): Promise<number> {
  const args = [import.meta.filename, 'child', ...words]
  const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' })
  const status = exitStatus(container)
  try {
    addProcessToCgroup(setupCgroups(Number(container.pid)), Number(container.pid))
  } catch (error) {
    // Without a cgroup it would look for ever.
    container.kill('SIGKILL')
    throw error
  }
  try {
    return await status
  } finally {
    removeCgroup(`/sys/fs/cgroup/drydock/${container.pid}`)
  }
}

function child([image = '', ...words]: string[]): never {
  dieWithParent()
  const { rootfs, command, env } = unpackedImage(image, words)
  const untilInside = 'until grep -q /drydock/ "/proc/$0/cgroup"; do sleep 0.05; done'
  execFileSync('sh', ['-c', untilInside, readlinkSync('/proc/self')])
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  become(command, containerEnvironment(env))
}
