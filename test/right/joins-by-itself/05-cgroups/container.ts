// 5.1 to 5.4 and 5.6 differ: the cgroup is there before the container and named after its parent; the limits are on
// a cgroup of the container's own, and its process is in a leaf below, which it joins by itself, writing 0.
import { openSync, writeSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { Room } from './room.ts'

const [mode, first = '', ...rest] = process.argv.slice(2)
if (mode === 'run') process.exitCode = await run(first, rest)
else child(first, rest)

async function run(image: string, command: string[]): Promise<number> {
  const room = new Room(`p${process.pid}`)
  try {
    const args = [import.meta.filename, room.door, unpackedImage(image, command).rootfs, ...command]
    return await exitStatus(spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' }))
  } finally {
    room.remove()
  }
}

function child(rootfs: string, command: string[]): never {
  writeSync(openSync(`${mode}`, 'w'), '0')
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  become(command, containerEnvironment({}))
}
