import { unpackedImage } from '#provided/image/unpacked.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from './environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from './mounts.ts'
import { changeRoot } from './root.ts'

process.exitCode = await dispatch({ takes: '<image> [command…]', atLeast: 1, run, child })

/** The parent, on the machine. */
async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' })
  return exitStatus(container)
}

/** The child, in namespaces of its own and soon with a root of its own. */
function child([image = '', ...words]: string[]): never {
  const { rootfs, env, workingDir, command } = unpackedImage(image, words)

  nameHost()
  makeMountsPrivate()
  changeRoot(rootfs)
  mountProc()
  enterWorkingDir(workingDir)
  become(command, containerEnvironment(env))
}
