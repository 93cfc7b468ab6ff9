import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makeDevices } from '#provided/devices.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import type { Files } from '../../machine/machine.ts'
import { compileCache, keptCode, machineFolders, node, strippedTypes, workshop } from './paths.ts'

/**
 * Builds the root of a berth in `root` and makes it the root of the calling thread, which must have a mount
 * namespace of its own. Read-only is what is the machine's, its programs and settings: an overlay without an upper layer.
 *
 * /proc is left to the first process of the berth: it shows the pid namespace of whoever mounts it.
 */
export function enterRoot(root: string, given: { modules: string; fs: string }): void {
  sys.mount(null, '/', null, sys.MS_REC | sys.MS_PRIVATE)
  sys.mount('berth', root, 'tmpfs', sys.MS_NOSUID, 'size=64m,mode=0755')
  for (const name of machineFolders) share(join('/', name), join(root, name))
  makeDev(join(root, 'dev'))
  makeKernelFolders(root)
  for (const name of ['tmp', 'run', 'var', 'root', 'mnt']) freshTmpfs(join(root, name))
  for (const name of ['run/lock', 'var/lib', 'var/tmp']) mkdirSync(join(root, name))
  for (const name of ['run', 'run/lock']) symlinkSync(join('/', name), join(root, 'var', basename(name)))
  giveResolvConf(root)
  freshTmpfs(join(root, workshop))
  shield(given.modules, join(root, workshop, 'node_modules'))
  bind(given.fs, join(root, 'fs'), 0)
  // podman mounts volumes without devices and setuid programs, and images have both.
  sys.mount(null, join(root, 'fs'), null, sys.MS_REMOUNT | sys.MS_BIND)
  addNode(root)
  process.chdir(root)
  pivotRoot('.', '.')
  sys.umount2('.', sys.MNT_DETACH)
  process.chdir('/')
  // As on any machine with systemd: a container that does not make its mounts private leaks them here.
  sys.mount(null, '/', null, sys.MS_REC | sys.MS_SHARED)
}

/** Lays files into /workshop of the berth with this first process. */
export function fillWorkshop(init: number, files: Files): void {
  for (const [path, text] of Object.entries(files)) write(join(`/proc/${init}/root`, workshop, path), text)
}

/** Once the first process has mounted /proc: what is not namespaced in it stays as it is. */
export function protectProc(): void {
  bind('/proc/sys', '/proc/sys', sys.MS_RDONLY)
  for (const namespaced of ['net', 'kernel/hostname', 'kernel/domainname']) {
    bind(`/proc/sys/${namespaced}`, `/proc/sys/${namespaced}`, 0)
    sys.mount(null, `/proc/sys/${namespaced}`, null, sys.MS_REMOUNT | sys.MS_BIND)
  }
  bind('/proc/sysrq-trigger', '/proc/sysrq-trigger', sys.MS_RDONLY)
}

function share(from: string, to: string): void {
  const found = lstatSync(from, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) symlinkSync(readlinkSync(from), to)
  else if (found) shield(from, to)
}

/**
 * Shows a folder of the machine so that nobody can write to it. A bind mount would be read-only until root remounts it;
 * an overlay that has no upper layer has nowhere to write to.
 */
function shield(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  // An empty folder makes up the second layer: one alone is refused.
  sys.mount('overlay', to, 'overlay', sys.MS_RDONLY, `lowerdir=${from}:${to}`)
}

/** An empty one of its own: no berth can reach the name servers of the machine, and the code may write to it. */
function giveResolvConf(root: string): void {
  const [path, own] = [pathInRoot(root, '/etc/resolv.conf'), join(root, 'run/resolv.conf')]
  if (path.startsWith(join(root, 'run/'))) write(path, '')
  else if (existsSync(path)) {
    write(own, '')
    bind(own, path, 0)
  }
}

function bind(from: string, to: string, flags: number): void {
  if (lstatSync(from).isDirectory()) mkdirSync(to, { recursive: true })
  else if (!existsSync(to)) write(to, '')
  sys.mount(from, to, null, sys.MS_BIND)
  // The flags of a bind mount are those of its source; others take a second call (mount(2)).
  if (flags) sys.mount(null, to, null, sys.MS_REMOUNT | sys.MS_BIND | flags)
}

/** Not the machine's own, whose permissions would be the code's to change. */
function makeDev(dev: string): void {
  mkdirSync(dev)
  sys.mount('dev', dev, 'tmpfs', sys.MS_NOSUID, 'mode=0755,size=64k')
  makeDevices(dev)
  freshTmpfs(join(dev, 'shm'))
  mkdirSync(join(dev, 'pts'))
  sys.mount(
    'devpts',
    join(dev, 'pts'),
    'devpts',
    sys.MS_NOSUID | sys.MS_NOEXEC,
    'newinstance,ptmxmode=0666,mode=0620',
  )
}

function makeKernelFolders(root: string): void {
  mkdirSync(join(root, 'proc'))
  mkdirSync(join(root, 'sys'))
  sys.mount('sysfs', join(root, 'sys'), 'sysfs', sys.MS_NOSUID | sys.MS_NOEXEC | sys.MS_NODEV | sys.MS_RDONLY)
  // A cgroup namespace re-roots nothing by itself; a mount made inside it starts at the berth (cgroup_namespaces(7)).
  sys.mount('cgroup2', join(root, 'sys/fs/cgroup'), 'cgroup2', sys.MS_NOSUID | sys.MS_NOEXEC | sys.MS_NODEV)
}

/** The Node that runs the judge runs the code too. */
function addNode(root: string): void {
  shield(dirname(process.execPath), join(root, node, 'bin'))
  copyFileSync(
    join(import.meta.dirname, '../../working-copy/load-stripped-types.cjs'),
    join(root, strippedTypes),
  )
  if (existsSync(keptCode)) shield(keptCode, join(root, compileCache))
  else freshTmpfs(join(root, compileCache))
}

/** Keeps what Node compiled in the berth of this first process for all later ones. */
export function keepCompiledCode(init: number): void {
  cpSync(`/proc/${init}/root${compileCache}`, keptCode, { recursive: true })
}

function freshTmpfs(folder: string): void {
  mkdirSync(folder, { recursive: true })
  sys.mount('tmpfs', folder, 'tmpfs', sys.MS_NOSUID | sys.MS_NODEV, 'size=64m,mode=1777')
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
}
