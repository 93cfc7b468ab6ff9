/** `npm run box 05 run busybox /bin/sh`: a step's own container, by hand. See `options.ts` for what can be asked. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { showPull } from '#provided/image/progress.ts'
import { interruptible, outcome, withSoundBlobs } from '#provided/image/pull.ts'
import { Store } from '#provided/image/store/store.ts'
import type { Layout } from '#provided/image/unpack.ts'
import { showProgress } from '../../lab/progress.ts'
import { runInLab, type SessionOptions } from '../../lab/session.ts'
import { chooseMachine } from '../machine/choose.ts'
import { root } from '../root.ts'
import { runCommand } from '../run-command.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { withStrippedTypes } from '../working-copy/stripped-types.ts'
import { findImage } from './image.ts'
import { type Box, parseBox } from './options.ts'
import { mountImage, type UnpackOptions, unpackedDisk } from './unpacked-disk.ts'

/** Types are stripped here: Node in the lab would take longer for that than for all the rest of a start. */
const stripped = {
  prepare: withStrippedTypes,
  env: { NODE_OPTIONS: '--require=/opt/drydock/grader/working-copy/load-stripped-types.cjs' },
} satisfies SessionOptions

await runCommand((argv) => run(parseBox(argv)))

async function run({ file, args, mine, layout }: Box): Promise<number> {
  const choice = chooseMachine()
  const node = ['node', ...(mine ? ['--conditions=mine'] : []), file, ...args]
  if ('kind' in choice) return choice.kind === 'lab' ? runThere(node, args, layout) : runHere(node)
  process.stderr.write(`${choice.problem}\n`)
  return exitCodes.unknown
}

/** In the lab, which has no network: an image is downloaded out here, as the person. */
async function runThere(node: string[], args: string[], layout: Layout): Promise<number> {
  const { onProgress, clear } = showProgress(process.stderr)
  return interruptible(showPull(args.at(-1) ?? '', process.stderr), async (options) => {
    const started = performance.now()
    const store = new Store()
    const image = await findImage(args, store, options)
    options.progress.clear()
    if (!image) return runInLab(node, stripped)

    let isNew = false
    const told: UnpackOptions = {
      signal: options.signal,
      onNote: options.progress.note,
      onProgress(progress) {
        isNew = true
        onProgress(progress)
      },
    }
    const make = () => unpackedDisk(image, layout, store, stripped, told)
    const disk = await withSoundBlobs(image, store, options, make)
    clear()
    if (args[0] === 'run')
      return runInLab(node, { ...stripped, before: (lab) => mountImage(lab, image, disk) })
    process.stdout.write(outcome(image, isNew, performance.now() - started))
    return 0
  })
}

/** On a machine that is marked disposable. */
async function runHere([, ...args]: string[]): Promise<number> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => undefined)
  const container = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => container.kill(signal))
  const [code, signal] = (await once(container, 'exit')) as [number | null, NodeJS.Signals]
  return code ?? 128 + constants.signals[signal]
}
