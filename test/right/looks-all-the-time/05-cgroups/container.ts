// 5.1 to 5.4 and 5.6 differ: the cgroup is complete before there is a child, and nobody tells the child anything. It looks
// whether it is inside, and does nothing else.
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { become } from '#steps/02-processes/become.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

const [mode, name = '', ...words] = process.argv.slice(2)
if (mode === 'run') process.exitCode = await run(`/sys/fs/cgroup/drydock/of-${process.pid}`)
else child()

async function run(cgroup: string): Promise<number> {
  mkdirSync(cgroup, { recursive: true })
  try {
    for (const above of ['/sys/fs/cgroup', '/sys/fs/cgroup/drydock'])
      writeFileSync(`${above}/cgroup.subtree_control`, '+memory +cpu')
    writeFileSync(`${cgroup}/cpu.max`, '50000')
    writeFileSync(`${cgroup}/memory.max`, '100M')
    const args = [import.meta.filename, 'child', name, ...words]
    const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' })
    writeFileSync(`${cgroup}/cgroup.procs`, String(container.pid))
    return await exitStatus(container)
  } finally {
    rmdirSync(cgroup)
  }
}

function child(): never {
  dieWithParent()
  const { rootfs, command, env } = unpackedImage(name, words)
  while (!readFileSync('/proc/self/cgroup', 'utf8').includes('/drydock/'));
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  become(command, containerEnvironment(env))
}
