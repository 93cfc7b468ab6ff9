// 5.4 differs: the child says that it is there, and is told by a signal that it is inside. A timer keeps it alive meanwhile.
import { once } from 'node:events'
import { closeSync, writeSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { become } from '#steps/02-processes/become.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { addProcessToCgroup, removeCgroup, setupCgroups } from '#steps/05-cgroups/cgroups.ts'

const [mode, ...words] = process.argv.slice(2)
if (mode === 'run') process.exitCode = await run()
else await child(words)

async function run(): Promise<number> {
  const args = [import.meta.filename, 'child', ...words]
  const container = spawnIn(NAMESPACES, process.execPath, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  })
  const status = exitStatus(container)
  await once(container.stdio[3] as Readable, 'data')
  const cgroup = setupCgroups(Number(container.pid))
  addProcessToCgroup(cgroup, Number(container.pid))
  container.kill('SIGUSR2')
  try {
    return await status
  } finally {
    removeCgroup(cgroup)
  }
}

async function child([image = '', ...asked]: string[]): Promise<never> {
  dieWithParent()
  const { rootfs, command, env } = unpackedImage(image, asked)
  const awake = setInterval(() => {}, 1_000)
  const told = once(process, 'SIGUSR2')
  writeSync(3, '?')
  await told
  clearInterval(awake)
  closeSync(3)
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  return become(command, containerEnvironment(env))
}
