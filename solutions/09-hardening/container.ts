import { findCommand } from '#provided/command/find-command.ts'
import { layeredImage } from '#provided/image/layered.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment, enterWorkingDir } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { connect, NAMESPACES } from '#steps/07-network/network.ts'
import { mountResolvConf } from '#steps/07-network/resolv-conf.ts'
import { containerFolder } from '#steps/08-layers/folder.ts'
import { layersOf } from '#steps/08-layers/layers.ts'
import { mountOverlay } from '#steps/08-layers/overlay.ts'
import { DEFAULT_CAPABILITIES, keepCapabilities } from './capabilities.ts'
import { enterCgroupNamespace, limitProcesses, mountCgroup } from './cgroup.ts'
import { MASKED_PATHS, maskPaths, mountSys, protectPaths, READ_ONLY_PATHS } from './paths.ts'
import { changeRoot } from './root.ts'
import { DEFAULT_PROFILE, filterSystemCalls, forbidNewPrivileges } from './seccomp.ts'

process.exitCode = await dispatch({ takes: TAKES, atLeast: 1, run, child, layout: 'layers' })

/** The parent, on the machine. */
async function run(words: string[]): Promise<number> {
  // Read here for what is wrong with them, before anything is started.
  runOptions(words)
  using folder = containerFolder()
  const args = [...process.execArgv, import.meta.filename, 'child', folder.path, ...words]
  return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), connect)
}

/** The child: first it makes its place, then it gives up what it needed for that. */
function child([folder = '', ...words]: string[]): never {
  const { volumes, image, command: given } = runOptions(words)
  const { diffIds, env, workingDir, command } = layeredImage(image, given)

  waitForLimits()
  limitProcesses()
  enterCgroupNamespace()
  nameHost()
  makeMountsPrivate()
  const rootfs = mountOverlay(layersOf(diffIds), folder)
  mountResolvConf(rootfs)
  mountVolumes(rootfs, volumes)
  changeRoot(rootfs)
  mountProc()
  mountSys()
  mountCgroup()
  maskPaths(MASKED_PATHS)
  protectPaths(READ_ONLY_PATHS)
  enterWorkingDir(workingDir)
  const variables = containerEnvironment(env)
  // Looked for here already: behind the filter Node has not even the calls that it takes to end with 127.
  findCommand(command[0] ?? '', variables.PATH)

  keepCapabilities(DEFAULT_CAPABILITIES)
  forbidNewPrivileges()
  filterSystemCalls(DEFAULT_PROFILE)
  become(command, variables)
}
