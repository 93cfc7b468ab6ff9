// 5.1 to 5.4 and 5.6 differ: memory is limited further out than the processor, both in cgroups of this container alone; the
// process is two levels further in, and the first to go in is a helper, whose child is the container.

import { spawn } from 'node:child_process'
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

const [verb = '', ...words] = process.argv.slice(2)
const lives: Record<string, () => Promise<number>> = { run, helper, child: async () => child() }
process.exitCode = await (lives[verb] ?? (async () => 2))()

async function run(): Promise<number> {
  const names = ['', 'my', 'containers', `c-${process.pid}`, 'cpu', 'some', 'leaf']
  const folders = names.map((_, at) => `/sys/fs/cgroup${names.slice(0, at + 1).join('/')}`)
  const [outer = '', cpu = ''] = folders.slice(3)
  for (const [at, folder] of folders.entries()) {
    if (at > 0) mkdirSync(folder, { recursive: true })
    if (at < folders.length - 1) writeFileSync(`${folder}/cgroup.subtree_control`, '+cpu +memory')
  }
  writeFileSync(`${outer}/memory.max`, '100M')
  writeFileSync(`${outer}/memory.swap.max`, '0')
  writeFileSync(`${cpu}/cpu.max`, '50000')
  const args = [import.meta.filename, 'helper', `${folders.at(-1)}`, ...words]
  const status = await exitStatus(spawn(process.execPath, args, { stdio: 'inherit' }))
  for (const folder of folders.slice(3).reverse()) rmdirSync(folder)
  return status
}

async function helper(): Promise<number> {
  const [cgroup, ...rest] = words
  writeFileSync(`${cgroup}/cgroup.procs`, '0')
  const args = [import.meta.filename, 'child', ...rest]
  return exitStatus(spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' }))
}

function child(): never {
  const [image = '', ...rest] = words
  const { rootfs, command, env } = unpackedImage(image, rest)
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  become(command, containerEnvironment(env))
}
