import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { layeredImage } from '#provided/image/layered.ts'
import { program } from '#provided/network/program.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { layersOf } from '#steps/08-layers/layers.ts'

const MINE = '/fs/mine'

process.exitCode = await dispatch({ takes: TAKES, atLeast: 1, run, child, layout: 'layers' })

/** A shell of its own removes the folder, as soon as nobody has the other end of its input any more. */
async function run(words: string[]): Promise<number> {
  mkdirSync(MINE, { recursive: true })
  const folder = mkdtempSync(`${MINE}/one-`)
  program('mkdir', `${folder}/a`, `${folder}/b`, `${folder}/c`)
  const cleaner = spawn('sh', ['-c', 'read line; rm -r "$0"', folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
  const args = [...process.execArgv, import.meta.filename, 'child', folder, ...words]
  const status = await exitStatus(spawnIn(NAMESPACES, process.execPath, args, { stdio: 'inherit' }))
  const cleaned = once(cleaner, 'exit')
  cleaner.stdin.end()
  await cleaned
  return status
}

function child([folder = '', ...words]: string[]): never {
  const { volumes, image, command: given } = runOptions(words)
  const { diffIds, env, command } = layeredImage(image, given)
  program('mount', '--make-rprivate', '/')
  const lower = layersOf(diffIds).map((layer, n) => {
    program('ln', '-s', layer, `${folder}/${n}`)
    return `${folder}/${n}`
  })
  const options = `lowerdir=${lower.join(':')},upperdir=${folder}/a,workdir=${folder}/b`
  program('mount', '-t', 'overlay', '-o', options, 'overlay', `${folder}/c`)
  mountVolumes(`${folder}/c`, volumes)
  changeRoot(`${folder}/c`)
  mountProc()
  become(command, containerEnvironment(env))
}
