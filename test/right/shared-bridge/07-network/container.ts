import { existsSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { locked } from '#provided/lock.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { CLONE_NEWNET } from '#provided/syscalls/namespaces.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { plugIn, pullOut } from './bridge.ts'

const LOCK = '/tmp/kit-network.lock'
/** Whom systemd-resolved asks, where it is there. */
const RESOLVERS = ['/run/systemd/resolve/resolv.conf', '/etc/resolv.conf']

process.exitCode = await dispatch({
  takes: TAKES,
  atLeast: 1,
  run: (words) => {
    const args = [...process.execArgv, import.meta.filename, 'child', ...words]
    const flags = NAMESPACES | CLONE_NEWNET
    return limited(spawnIn(flags, process.execPath, args, { stdio: GATED }), (pid) => {
      locked(LOCK, () => plugIn(pid))
      return () => locked(LOCK, () => pullOut(pid))
    })
  },
  child: (words) => {
    const { volumes, image, command: given } = runOptions(words)
    const { rootfs, env, command } = unpackedImage(image, given)
    waitForLimits()
    makeMountsPrivate()
    // The machine's own list, in the container as well: there it is read-only.
    const resolvers = {
      source: RESOLVERS.find((file) => existsSync(file)) ?? '',
      target: '/etc/resolv.conf',
      readOnly: true,
    }
    mountVolumes(rootfs, [...volumes, resolvers])
    changeRoot(rootfs)
    mountProc()
    become(command, containerEnvironment(env))
  },
})
