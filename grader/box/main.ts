/** `npm run box 05 run busybox /bin/sh`: a step's own container, by hand. See `options.ts` for what can be asked. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { Failure } from '#provided/failure.ts'
import { showProgress } from '#provided/image/progress.ts'
import { interruptible } from '#provided/image/pull.ts'
import { Store } from '#provided/image/store/store.ts'
import type { Lab } from '../../lab/index.ts'
import { runInLab, type SessionOptions } from '../../lab/session.ts'
import { chooseMachine } from '../machine/choose.ts'
import { withStrippedTypes } from '../machine/stripped.ts'
import { root } from '../session/settings.ts'
import { findImage, givenStore, showImage, unpackInLab } from './images.ts'
import { type Box, parseBox, WrongUse } from './options.ts'

// Stripping types is called experimental by Node.
process.removeAllListeners('warning')

const wrongUse = 2
const noMachine = 3

/** Node in the lab would take longer to strip the types than for all the rest of a start. */
const stripped: SessionOptions = {
  prepare: withStrippedTypes,
  env: { NODE_OPTIONS: '--require=/opt/drydock/grader/berth/stripped-types.cjs' },
}

try {
  process.exitCode = await run(parseBox(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof WrongUse) && !(error instanceof Failure)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error instanceof Failure ? error.exitStatus : wrongUse
}

async function run({ file, args, mine }: Box): Promise<number> {
  const choice = chooseMachine()
  const node = ['node', ...(mine ? ['--conditions=mine'] : []), file, ...args]
  if ('kind' in choice) return choice.kind === 'lab' ? runThere(node, args) : runHere(node)
  process.stderr.write(`${choice.problem}\n`)
  return noMachine
}

/** In the lab, which has no network: an image is downloaded out here. */
async function runThere(node: string[], args: string[]): Promise<number> {
  const progress = showProgress(args[1] ?? '', process.stderr)
  return interruptible(progress, async (options) => {
    const store = new Store()
    const image = await findImage(args, store, options)
    progress.clear()
    if (!image) return runInLab(node, stripped)
    const given = { ...stripped, env: { ...stripped.env, ...givenStore } }
    const before = async (lab: Lab) => {
      await showImage(lab, image, store)
      return args[0] === 'run' ? unpackInLab(lab, image, given) : 0
    }
    return runInLab(node, { ...given, before })
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
