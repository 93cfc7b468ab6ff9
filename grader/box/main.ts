/** `npm run box 05 run busybox /bin/sh`: a step's own container, by hand. See `options.ts` for what can be asked. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { runInLab, type SessionOptions } from '../../lab/session.ts'
import { chooseMachine } from '../machine/choose.ts'
import { withStrippedTypes } from '../machine/stripped.ts'
import { root } from '../session/settings.ts'
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
  if (!(error instanceof WrongUse)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = wrongUse
}

async function run({ file, args, mine }: Box): Promise<number> {
  const choice = chooseMachine()
  const node = ['node', ...(mine ? ['--conditions=mine'] : []), file, ...args]
  if ('kind' in choice) return choice.kind === 'lab' ? runInLab(node, stripped) : runHere(node)
  process.stderr.write(`${choice.problem}\n`)
  return noMachine
}

/** On a machine that is marked disposable. */
async function runHere([, ...args]: string[]): Promise<number> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => undefined)
  const container = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => container.kill(signal))
  const [code, signal] = (await once(container, 'exit')) as [number | null, NodeJS.Signals]
  return code ?? 128 + constants.signals[signal]
}
