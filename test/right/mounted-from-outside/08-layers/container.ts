import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { layeredImage } from '#provided/image/layered.ts'
import { program } from '#provided/network/program.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { MNT_DETACH, MS_BIND, MS_REC, mount, umount2 } from '#provided/syscalls/mount.ts'
import { pivotRoot } from '#provided/syscalls/root.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { layersOf } from '#steps/08-layers/layers.ts'

const BOXES = '/fs/boxes'
const LAYERS = '/fs/.layers'

process.exitCode = await dispatch({ takes: TAKES, atLeast: 1, run, child, layout: 'layers' })

/** Whoever made a box, and when that was started: no other process has both in common with it. */
function nameOf(pid: number | string): string {
  if (!existsSync(`/proc/${pid}/stat`)) return ''
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return `${pid}-${fields[19]}`
}

/** The parent goes into the child's mount namespace, as runc's helpers do, and mounts there. */
async function run(words: string[]): Promise<number> {
  const { image, command } = runOptions(words)
  const { diffIds } = layeredImage(image, command)
  mkdirSync(BOXES, { recursive: true })
  for (const name of readdirSync(BOXES))
    if (nameOf(name.split('-')[0] ?? '') !== name) rmSync(`${BOXES}/${name}`, { recursive: true })

  const box = `${BOXES}/${nameOf(process.pid)}`
  for (const name of ['all', 'own', 'kernel']) mkdirSync(`${box}/${name}`, { recursive: true })
  const args = [...process.execArgv, import.meta.filename, 'child', box, ...words]
  try {
    return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), (pid) => {
      // From where they are, the names of fifty layers are short enough.
      const inside = (...mounted: string[]) =>
        program('nsenter', '--mount', '--target', String(pid), `--wdns=${LAYERS}`, 'mount', ...mounted)
      const lower = layersOf(diffIds).map((layer) => relative(LAYERS, layer))
      const options = `lowerdir=${lower.join(':')},upperdir=${box}/own,workdir=${box}/kernel`
      inside('--make-rprivate', '/')
      inside('-t', 'overlay', '-o', options, 'overlay', `${box}/all`)
      return () => {}
    })
  } finally {
    rmSync(box, { recursive: true })
  }
}

function child([box = '', ...words]: string[]): never {
  const { volumes, image, command: given } = runOptions(words)
  const { env, command } = layeredImage(image, given)
  waitForLimits()
  const root = `${box}/all`
  mountVolumes(root, volumes)
  mount(root, root, null, MS_BIND | MS_REC)
  process.chdir(root)
  pivotRoot('.', '.')
  umount2('.', MNT_DETACH)
  process.chdir('/')
  mountProc()
  become(command, containerEnvironment(env))
}
