// 4.1, 4.2 and 4.3 differ: mounts from outside still come in (slave), the root is swapped for the image's and the
// old one detached, /proc is mounted last of all, and the command is a child of the first process.
import { spawn, spawnSync } from 'node:child_process'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { MNT_DETACH, MS_BIND, MS_REC, MS_SLAVE, mount, umount2 } from '#provided/syscalls/mount.ts'
import { CLONE_NEWCGROUP, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'

const [mode, image = '', program = '', ...args] = process.argv.slice(2)
const kinds = CLONE_NEWCGROUP | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS

async function start(): Promise<number> {
  const self = [import.meta.filename, 'inside', image, program, ...args]
  return exitStatus(spawnIn(kinds, process.execPath, self, { stdio: 'inherit' }))
}

async function inside(): Promise<number> {
  nameHost()
  const rootfs = unpackedImage(image, [program, ...args]).rootfs
  mount(null, '/', null, MS_REC | MS_SLAVE)
  // pivot_root wants a mount point.
  mount(rootfs, rootfs, null, MS_BIND)
  process.chdir(rootfs)
  pivotRoot('.', '.')
  umount2('.', MNT_DETACH)
  process.chdir('/')
  mount('none', '/proc', 'proc')
  mount('none', '/dev', 'tmpfs')
  for (const [name, ...numbers] of [
    ['null', '1', '3'],
    ['zero', '1', '5'],
    ['urandom', '1', '9'],
  ])
    spawnSync('/bin/mknod', [`/dev/${name}`, 'c', ...numbers])
  return exitStatus(spawn(program, args, { stdio: 'inherit', env: { PATH: '/bin:/sbin' } }))
}

process.exitCode = await { run: start, inside }[mode as 'run' | 'inside']()
