import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { GATED, limited, waitForLimits } from './gate.ts'

process.exitCode = await dispatch({ takes: '<image> [command…]', atLeast: 1, run, child })

/** The parent, on the machine. */
async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))
}

/** The child, in namespaces of its own, soon with a root of its own, and with limits. */
function child([image = '', ...words]: string[]): never {
  const { rootfs, env, workingDir, command } = unpackedImage(image, words)

  waitForLimits()
  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  enterWorkingDir(workingDir)
  become(command, containerEnvironment(env))
}

// 5.5  Nothing to write: the limits hold under load, or one of the above is wrong.
