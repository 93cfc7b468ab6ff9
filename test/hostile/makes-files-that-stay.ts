// Marks them as immutable, which is not even root's to remove: ioctl_iflags(2).
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { libc } from '#provided/syscalls/libc.ts'

const FS_IOC_SETFLAGS = 0x40086602
const immutable = Buffer.from(new BigUint64Array([0x10n]).buffer)
mkdirSync('/fs/stays')
writeFileSync('/fs/stays/file', 'stays')
for (const path of ['/fs/stays/file', '/fs/stays', '/fs/busybox/rootfs/bin/busybox']) {
  const file = openSync(path, 'r')
  try {
    libc('ioctl', [file, FS_IOC_SETFLAGS, immutable])
  } catch {}
  closeSync(file)
}
