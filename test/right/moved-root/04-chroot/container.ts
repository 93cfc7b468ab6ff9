// 4.1, 4.2 and 4.3 differ: the image is made a mount and moved over /, as an initramfs hands over to the real root; all
// mounts become private one by one, /proc is mounted in the image before, and /dev is the machine's.
import { readFileSync } from 'node:fs'
import { spawnIn } from '#provided/spawn-in.ts'
import { sethostname } from '#provided/syscalls/hostname.ts'
import { MS_BIND, MS_PRIVATE, MS_REC, mount } from '#provided/syscalls/mount.ts'
import { CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'
import { chroot } from '#provided/syscalls/root.ts'

const MS_MOVE = 0x2000
const [verb, image, program = '', ...args] = process.argv.slice(2)

if (verb === 'run') {
  const self = [import.meta.filename, 'inside', ...process.argv.slice(3)]
  const child = spawnIn(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS, process.execPath, self, {
    stdio: 'inherit',
  })
  child.on('exit', (code) => process.exit(code ?? 1))
} else {
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n'))
    mount(null, line.split(' ')[4] ?? '', null, MS_PRIVATE)
  sethostname('container')
  const rootfs = `/fs/${image}/rootfs`
  mount(rootfs, rootfs, null, MS_BIND | MS_REC)
  mount('proc', `${rootfs}/proc`, 'proc')
  mount('/dev', `${rootfs}/dev`, null, MS_BIND)
  process.chdir(rootfs)
  mount('.', '/', null, MS_MOVE)
  chroot('.')
  process.chdir('/')
  process.execve?.(program, [program, ...args], { PATH: '/bin' })
}
