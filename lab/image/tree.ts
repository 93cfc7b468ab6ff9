import { constants } from 'node:fs'
import { copyFile, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { run } from '../child.ts'
import type { Packages } from '../packages/packages.ts'
import { copyLibraries } from './libraries.ts'
import { BOOT_MODULES, copyModules, DISK_MODULES, NETWORK_MODULES } from './modules.ts'
import { copyProject, NODE } from './project.ts'

/** Mount points, and where the person's own files and the lab's run-time files go. */
const EMPTY = [
  'dev',
  'proc',
  'sys',
  'run',
  'tmp',
  'fs',
  'disk',
  'root',
  'var/tmp',
  'etc',
  'workshop',
  'opt/podman',
]

const FILES = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  'etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  'etc/hostname': 'lab\n',
  'etc/hosts': '127.0.0.1 localhost lab\n::1 localhost\n',
  'etc/resolv.conf': '# The lab has no network, and nobody to ask for names.\n',
  'etc/profile': `PS1='\\[\\e[36m\\]lab\\[\\e[0m\\]:\\w# '\nalias ls='ls --color=auto'\n`,
}

/** The guest's root filesystem, as files in `root`. */
export async function makeTree(root: string, packages: Packages, signal?: AbortSignal): Promise<void> {
  await cp(packages.guest, root, { recursive: true, verbatimSymlinks: true })
  for (const dir of EMPTY) await mkdir(join(root, dir), { recursive: true })
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(root, path), text)
  await linkApplets(root)

  await copyFile(NODE, join(root, 'usr/bin/node'), constants.COPYFILE_FICLONE)
  await copyProject(join(root, 'opt/drydock'))
  await symlink('/opt/drydock/node_modules', join(root, 'workshop/node_modules'))
  await copyModules([...BOOT_MODULES, ...DISK_MODULES, ...NETWORK_MODULES], packages, root)
  await copyLibraries(await programsOf(root), packages.host, root, signal)
}

/** A link for each of busybox' programs that no package brings along in earnest. */
export async function linkApplets(root: string): Promise<void> {
  const applets = await run([join(root, 'bin/busybox'), '--list-full'])
  const taken = new Set([...(await readdir(join(root, 'bin'))), ...(await readdir(join(root, 'sbin')))])
  for (const path of applets.trim().split('\n')) {
    const dir = basename(join(path, '..')) === 'sbin' ? 'sbin' : 'bin'
    const name = basename(path)
    if (!taken.has(name)) await symlink('/bin/busybox', join(root, dir, name))
  }
}

async function programsOf(root: string) {
  const files = await readdir(root, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => /\/s?bin\/|\.node$|\.so/.test(path))
}
