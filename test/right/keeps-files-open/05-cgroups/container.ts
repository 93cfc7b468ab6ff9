// 5.1 to 5.4 and 5.6 differ: the files of the cgroup are opened once, before there is a child, written to when it is there,
// and closed at the very end.
import { once } from 'node:events'
import { mkdirSync, openSync, readSync, rmdirSync, writeFileSync, writeSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'

process.exitCode = await dispatch({
  takes: '<image> <command> [args…]',
  atLeast: 2,

  async run(words) {
    // Where there is no such image nothing is begun.
    unpackedImage(words[0] ?? '', words.slice(1))
    const cgroup = `/sys/fs/cgroup/kept-${process.pid}`
    writeFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+memory +cpu')
    mkdirSync(cgroup)
    const [procs = 0, memory = 0, swap, cpu = 0] = [
      'cgroup.procs',
      'memory.max',
      'memory.swap.max',
      'cpu.max',
    ].map((file) => {
      try {
        return openSync(`${cgroup}/${file}`, 'r+')
      } catch (error) {
        // On a kernel without swap accounting.
        if (file !== 'memory.swap.max') throw error
        return undefined
      }
    })
    const args = [import.meta.filename, 'child', ...words]
    const stdio = ['inherit', 'inherit', 'inherit', 'pipe'] as const
    const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: [...stdio] })
    const status = exitStatus(container)
    const gate = container.stdio[3] as Duplex
    await once(gate, 'data')
    writeSync(memory, '100M')
    if (swap !== undefined) writeSync(swap, '0')
    writeSync(cpu, '50000 100000')
    writeSync(procs, String(container.pid))
    gate.end('!')
    try {
      return await status
    } finally {
      rmdirSync(cgroup)
    }
  },

  child([image = '', ...words]) {
    const { rootfs, command, env } = unpackedImage(image, words)
    writeSync(3, '?')
    if (readSync(3, Buffer.alloc(1)) === 0) process.exit(125)
    nameHost()
    makeMountsPrivate()
    changeRoot(rootfs)
    mountProc()
    become(command, containerEnvironment(env))
  },
})
