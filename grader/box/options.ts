import type { Layout } from '#provided/image/unpack.ts'
import { findStep, validSteps } from '../course/steps.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'

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

/** Why step 10 has no `run`. */
const bundles =
  'Step 10 is told by podman what to run, and has no `run` itself. Next: npm run lab -- --podman, and docs/10-oci.md'

const usage = () =>
  `usage: npm run box <step> [solution | mine] run <image> <command…>   for example: npm run box 05 run busybox /bin/sh · ${validSteps}`

/**
 * Reads the arguments of `box`: a step, whose code it is, and the rest as it is. Flags of the command need npm's `--`:
 * `npm run box -- 05 run busybox ls -l`.
 *
 * @throws WrongUse
 */
export function parseBox(argv: string[]): Box {
  refuseSwallowedFlags('box', ['solution', 'mine'], argv)
  const [name = '', ...rest] = argv
  const step = findStep(name)
  if (step?.number === '10') throw new WrongUse(bundles)
  if (!step) throw new WrongUse(name ? `There is no step ${name}. ${usage()}` : usage())
  const start = rest.findIndex((word) => !['solution', 'mine', '--solution', '--mine'].includes(word))
  if (start < 0) throw new WrongUse(usage())
  const whose = rest.slice(0, start).map((word) => word.replace('--', ''))
  if (new Set(whose).size > 1)
    throw new WrongUse(`The reference is built on itself: solution or mine. ${usage()}`)
  const folder = whose.includes('solution') ? 'solutions' : 'steps'
  return {
    file: `${folder}/${step.folder}/container.ts`,
    args: rest.slice(start),
    mine: whose.includes('mine'),
    layout: step.number < LAYERED ? 'rootfs' : 'layers',
  }
}
