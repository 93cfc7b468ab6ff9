import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { GATED, limited, waitForLimits } from './gate.ts'

process.exitCode = await dispatch({ takes: '<image> [command…]', atLeast: 1, run, child })

/** The parent, on the machine. */
async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))
}

/** The child, in namespaces of its own, soon with a root of its own, and with limits. */
function child([image = '', ...words]: string[]): never {
  const { rootfs, env, workingDir, command } = unpackedImage(image, words)

  waitForLimits()
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  enterWorkingDir(workingDir)
  become(command, containerEnvironment(env))
}

// TODO 5.5  Nothing to write: prove that the limits hold.
//   Memory: npm run box 05 run busybox dd if=/dev/zero of=/dev/null bs=200M count=1; echo $?
//   says 137, which is 128 + SIGKILL. With bs=60M it is 0.
//   CPU, in `npm run lab`:
//   node steps/05-cgroups/container.ts run busybox sh -c '(while :; do :; done)& sleep 60' &
//   cat /sys/fs/cgroup/drydock/*/cpu.stat, twice: usage_usec grows by half a second a second, and
//   nr_throttled grows.
