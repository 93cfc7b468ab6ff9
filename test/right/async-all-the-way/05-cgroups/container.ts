// 5.1 to 5.4 and 5.6 differ: everything of the parent's is asynchronous, the cgroup is there before the child and named at
// random, the limits come after the process, and the child asks a FIFO whether it may go on.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { mkdir, open, rmdir, writeFile } from 'node:fs/promises'
import { constants } from 'node:os'
import { promisify } from 'node:util'
import { mountDevices } from '#provided/devices.ts'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

const [verb, image = '', ...words] = process.argv.slice(2)
if (verb === 'run') process.exitCode = await run()
else child(verb ?? '')

async function run(): Promise<number> {
  // Where there is no such image nothing is begun.
  unpackedImage(image, words)
  const name = randomBytes(8).toString('hex')
  const [cgroup, fifo] = [`/sys/fs/cgroup/${name}`, `/tmp/${name}`]
  await writeFile('/sys/fs/cgroup/cgroup.subtree_control', '+memory +cpu')
  await Promise.all([mkdir(cgroup), promisify(execFile)('mkfifo', [fifo])])
  const args = [import.meta.filename, fifo, image, ...words]
  const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' })
  const ended = once(container, 'exit')
  await writeFile(`${cgroup}/cgroup.procs`, `${container.pid}`)
  await Promise.all([
    writeFile(`${cgroup}/cpu.max`, '50000 100000'),
    writeFile(`${cgroup}/memory.max`, '102400K'),
    writeFile(`${cgroup}/memory.swap.max`, '0').catch(() => {}),
  ])
  await using door = await open(fifo, 'w')
  await door.write('go on')
  await door.close()
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null]
  await rmdir(cgroup)
  return code ?? 128 + constants.signals[signal ?? 'SIGKILL']
}

function child(fifo: string): never {
  const { rootfs, command, env } = unpackedImage(image, words)
  if (readFileSync(fifo, 'utf8') !== 'go on') process.exit(125)
  rmSync(fifo)
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  mountDevices()
  become(command, env)
}
