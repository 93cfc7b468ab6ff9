import type { Layout } from '#provided/image/unpack.ts'
import { findStep, validSteps } from '../course/steps.ts'

/** What one `box` was asked to run. */
export interface Box {
  /** `steps/05-cgroups/container.ts`, from the project's root. */
  file: string
  /** What `container.ts` is given: `run busybox /bin/sh`. */
  args: string[]
  /** Unchanged parts of earlier steps are the attendee's own. */
  mine: boolean
  /** How the step wants an image to be laid out. */
  layout: Layout
}

/** From this step on images are there in layers. */
const LAYERED = '08'

/** The command line cannot be understood; the message says what can be. */
export class WrongUse extends Error {}

const usage = () =>
  `usage: npm run box <step> [solution | mine] run <image> <command…>   for example: npm run box 05 run busybox /bin/sh · ${validSteps}`

/**
 * Reads the arguments of `box`: a step, whose code it is, and the rest as it is. Flags of the command need npm's `--`:
 * `npm run box -- 05 run busybox ls -l`.
 *
 * @throws WrongUse
 */
export function parseBox([name = '', ...rest]: string[]): Box {
  const step = findStep(name)
  if (!step) throw new WrongUse(name ? `There is no step ${name}. ${usage()}` : usage())
  const start = rest.findIndex((word) => !['solution', 'mine', '--solution', '--mine'].includes(word))
  if (start < 0) throw new WrongUse(usage())
  const whose = rest.slice(0, start).map((word) => word.replace('--', ''))
  const folder = whose.includes('solution') ? 'solutions' : 'steps'
  return {
    file: `${folder}/${step.folder}/container.ts`,
    args: rest.slice(start),
    mine: whose.includes('mine'),
    layout: step.number < LAYERED ? 'rootfs' : 'layers',
  }
}
