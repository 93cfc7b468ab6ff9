import { once } from 'node:events'
import { mkdirSync, readSync, writeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
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
import { addProcessToCgroup, removeCgroup, setupCgroups } from './cgroups.ts'

/** The child's end of a two-way pipe to the parent: its first file after stdin, stdout and stderr. */
const GATE = 3

process.exitCode = await dispatch({ takes: '<image> [command…]', atLeast: 1, run, child })

/** The parent, on the machine. */
async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  const container = spawnIn(NAMESPACES, process.execPath, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  })
  const status = exitStatus(container)
  if (container.pid === undefined) return status

  const gate = container.stdio[GATE] as Duplex
  // A child that has ended already cannot be told anything: its exit status says why.
  gate.on('error', () => {})
  let cgroup: string | undefined
  try {
    cgroup = setupCgroups(container.pid)

    // 5.4, in the parent  Wait for the child's byte, `once(gate, 'data')`, or its end, `status`: so its Node
    //   boots at full speed. Then move it into the cgroup, and let it go on: any byte into `gate`.
    //   man 7 pipe
  } finally {
    gate.end()
    await status
    if (cgroup !== undefined) removeCgroup(cgroup)
  }
  return status
}

/** The child, in namespaces of its own, soon with a root of its own, and with limits. */
function child([image = '', ...words]: string[]): never {
  const { rootfs, env, workingDir, command } = unpackedImage(image, words)

  // 5.4, in the child  Say that we are there: any byte into file GATE. Then wait for the parent's:
  //   `readSync` with a buffer of 1 does not return before. If it reads 0 bytes the other end is closed: the
  //   parent gave up or is gone. Throw then. Call `dieWithParent()` first, and no moment is left unwatched.
  //   man 2 read, man 2 write

  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  mkdirSync(workingDir, { recursive: true })
  process.chdir(workingDir)
  become(command, containerEnvironment(env))
}

// TODO 5.5  Nothing to write: prove that the limits hold.
//   Memory: npm run box 05 run busybox dd if=/dev/zero of=/dev/null bs=200M count=1; echo $?
//   says 137, which is 128 + SIGKILL. With bs=60M it is 0.
//   CPU, in `npm run lab`:
//   node steps/05-cgroups/container.ts run busybox sh -c '(while :; do :; done)& sleep 60' &
//   cat /sys/fs/cgroup/drydock/*/cpu.stat, twice: usage_usec grows by half a second a second, and
//   nr_throttled grows.
