import { mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { layeredImage } from '#provided/image/layered.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { mount } from '#provided/syscalls/mount.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { layersOf } from '#steps/08-layers/layers.ts'

process.exitCode = await dispatch({ takes: TAKES, atLeast: 1, run, child, layout: 'layers' })

async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))
}

/** What it writes is in memory, mounted where only it sees it: there is nothing that could be left. */
function child(words: string[]): never {
  const { volumes, image, command: given } = runOptions(words)
  const { diffIds, env, command } = layeredImage(image, given)
  waitForLimits()
  makeMountsPrivate()
  mount('tmpfs', '/tmp', 'tmpfs', 0, 'size=32m')
  for (const name of ['changes', 'work', 'root']) mkdirSync(`/tmp/${name}`)
  process.chdir('/fs/.layers')
  const lower = layersOf(diffIds)
    .map((layer) => relative('.', layer))
    .join(':')
  mount('kit', '/tmp/root', 'overlay', 0, `upperdir=/tmp/changes,workdir=/tmp/work,lowerdir=${lower}`)
  mountVolumes('/tmp/root', volumes)
  changeRoot('/tmp/root')
  mountProc()
  become(command, containerEnvironment(env))
}
