// 5.1, 5.4 and 5.6 differ: the parent goes into the cgroup itself, so that the child is born there, and comes back;
// nobody has to wait for anybody. The cgroup is removed as the last thing that the parent does.
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

const root = '/sys/fs/cgroup'

process.exitCode = await dispatch({
  takes: '<image> <command> [args…]',
  atLeast: 2,

  run([image = '', ...command]) {
    const cgroup = `${root}/runs/${process.pid}`
    const args = [import.meta.filename, 'child', unpackedImage(image, command).rootfs, ...command]
    mkdirSync(`${root}/runs`, { recursive: true })
    for (const above of [root, `${root}/runs`])
      writeFileSync(`${above}/cgroup.subtree_control`, '+memory +cpu')
    mkdirSync(cgroup)
    process.on('exit', () => rmdirSync(cgroup))
    const limits = { 'memory.max': '102400K', 'memory.swap.max': '0', 'cpu.max': '50000 100000' }
    for (const [file, limit] of Object.entries(limits)) writeFileSync(`${cgroup}/${file}`, limit)

    const home = readFileSync('/proc/self/cgroup', 'utf8').trim().replace('0::', root)
    writeFileSync(`${cgroup}/cgroup.procs`, '0')
    const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' })
    writeFileSync(`${home}/cgroup.procs`, '0')
    return exitStatus(container)
  },

  child([rootfs = '', ...command]) {
    nameHost()
    makeMountsPrivate()
    changeRoot(rootfs)
    mountProc()
    become(command, containerEnvironment({}))
  },
})
