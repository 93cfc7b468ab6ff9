import { findStep, type Step } from '../course/steps.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'
import { messages, withLimits } from './messages.ts'

/** What one `look` is at. */
export interface Options {
  step: Step
  folder: 'steps' | 'solutions'
  /** What `container.ts` is given. */
  args: string[]
}

/**
 * What there is to see where nobody asks for something else: a little memory, both processors, and then a block of 200 MB,
 * of which half is too much.
 */
const demonstration = [
  'sleep 1',
  'dd if=/dev/zero of=/dev/null bs=40M count=8',
  'for n in 1 2; do (while :; do :; done) & done; sleep 4; kill $(jobs -p); sleep 1',
  'dd if=/dev/zero of=/dev/null bs=200M count=1; sleep 1',
]

/**
 * Reads `05`, `05 solution`, `05 run busybox dd …`; step 05 where none is named.
 *
 * @throws WrongUse
 */
export function parseLook(argv: string[]): Options {
  refuseSwallowedFlags('look 05', ['solution'], argv)
  const start = argv.indexOf('run')
  const [words, args] = start < 0 ? [argv, []] : [argv.slice(0, start), argv.slice(start)]
  const others = words.filter((word) => !['solution', '--solution'].includes(word))
  const [name = '05', ...more] = others
  const step = findStep(name)
  if (!step || !withLimits.includes(step.number)) throw new WrongUse(messages.noStep(name))
  if (more.length > 0 || args.length === 1) throw new WrongUse(messages.usage)
  return {
    step,
    folder: others.length < words.length ? 'solutions' : 'steps',
    args: args.length > 0 ? args : ['run', 'busybox', '/bin/sh', '-c', demonstration.join('; ')],
  }
}
