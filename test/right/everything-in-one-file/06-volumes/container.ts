// 6.1, 6.2 and 6.3 differ: the system calls that came with Linux 5.2 and 5.12. A tree of mounts is copied before the
// root changes, made read-only while it is nowhere, and put in its place after.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { mountDevices } from '#provided/devices.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { syscall } from '#provided/syscalls/libc.ts'
import { MS_PRIVATE, MS_REC, mount } from '#provided/syscalls/mount.ts'
import { CLONE_NEWNS, CLONE_NEWPID } from '#provided/syscalls/namespaces.ts'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { chroot } from '#provided/syscalls/root.ts'

const AT_FDCWD = -100
const AT_RECURSIVE = 0x8000
const AT_EMPTY_PATH = 0x1000
const OPEN_TREE_CLONE = 1
const MOVE_MOUNT_F_EMPTY_PATH = 4
/** Else a symlink is taken for what is to be mounted on. */
const MOVE_MOUNT_T_SYMLINKS = 0x10
const MOUNT_ATTR_RDONLY = 1n

const [mode, ...words] = process.argv.slice(2)
const specs: string[][] = []
while (words[0] === '-v') specs.push(words.splice(0, 2)[1]?.split(':') ?? [])
const [image, program, ...args] = words
if (!image || !program) process.exit(2)

if (mode === 'run') {
  const self = [import.meta.filename, 'child', ...process.argv.slice(3)]
  const child = spawnIn(CLONE_NEWNS | CLONE_NEWPID, process.execPath, self, { stdio: 'inherit' })
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + os.constants.signals[signal] : Number(code))
  })
} else {
  dieWithParent()
  mount(null, '/', null, MS_REC | MS_PRIVATE)
  const trees = specs.map(([name = '', target = '', ro]) => {
    const source = /^[./]/.test(name) ? path.resolve(name) : `/fs/.volumes/${name}`
    if (!fs.existsSync(source)) fs.mkdirSync(source, { recursive: true })
    const tree = syscall('open_tree', 428, [AT_FDCWD, source, OPEN_TREE_CLONE | AT_RECURSIVE])
    if (ro) {
      const attributes = Buffer.from(new BigUint64Array([MOUNT_ATTR_RDONLY, 0n, 0n, 0n]).buffer)
      syscall('mount_setattr', 442, [tree, '', AT_EMPTY_PATH | AT_RECURSIVE, attributes, 32])
    }
    return { tree, target, isFolder: fs.statSync(source).isDirectory() }
  })
  chroot(`/fs/${image}/rootfs`)
  process.chdir('/')
  for (const { tree, target, isFolder } of trees) {
    fs.mkdirSync(isFolder ? target : path.dirname(target), { recursive: true })
    if (!isFolder) fs.closeSync(fs.openSync(target, 'a'))
    syscall('move_mount', 429, [tree, '', AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS])
    fs.closeSync(tree)
  }
  mount('proc', '/proc', 'proc')
  mountDevices()
  process.execve?.(program, [program, ...args], { PATH: '/bin' })
}
