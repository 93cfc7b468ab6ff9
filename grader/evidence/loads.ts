import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { BerthRequest, Cgroup } from '../machine/machine.ts'
import type { Place, Running } from './berth.ts'
import { nonce } from './command.ts'
import { at, counted } from './counted.ts'
import type { OwnCgroup } from './own-cgroup.ts'

const MiB = 1024 * 1024

/** What the loads ask for, MiB: once less than there may be, twice more, and nobody can have known how much. */
const sizes = { small: randomInt(52, 66), large: randomInt(140, 170), file: randomInt(140, 170) }

const [file, zero] = [nonce(), nonce()]

/**
 * A shell that does what it is told, line by line, and outlives every load: its cgroup can be read after each. It ends
 * with a status that is not 0, for one who tidies up only after a success.
 */
const shell = 'while read -r load; do eval "$load"; echo "$0 $((done += 1))"; done; exit 3'

/** What a container takes to be put under load: the command, and files in its image. */
export const loadable = {
  command: () => ['/bin/sh', '-c', shell, nonce()],
  image: { [file]: { sparse: sizes.file * MiB }, [zero]: { device: [1, 5] } } satisfies BerthRequest['image'],
}

/** All cgroups of the berth, and when they were asked for and answered, ms. */
export interface Counters {
  cgroups: Cgroup[]
  asked: number
  answered: number
}

export interface Loads {
  sizes: typeof sizes
  idle: Counters
  /** Each of both has touched a little memory. */
  afterSmall: Counters & { done: boolean }
  /** The second has read a file, */
  afterFile: Counters & { done: boolean }
  /** while two threads of the first never rested. */
  busy: [Counters, Counters]
  /** The first has touched more than it may. */
  afterLarge: Counters & { done: boolean }
}

/** A container whose command is `loadable.command`. */
interface Container {
  running: Running
  argv: string[]
}

/**
 * Two threads that never rest are watched for this long, ms: ten periods of the quota. On a busy machine they may not have
 * come to use it up by then, and are watched for so many times longer.
 */
const window = 1_000
const windows = 10

/**
 * Puts two containers under load, at the same time. Every load is an ordinary program of busybox, and what happened is
 * read from the kernel.
 *
 * @param own cgroups of the first
 */
export async function putUnderLoad(
  place: Place,
  [first, second]: [Container, Container, ...Container[]],
  own: OwnCgroup,
): Promise<Loads> {
  const look = () => counters(place)
  const [one, two] = [loader(first), loader(second)]

  const idle = await look()
  const small = touch(sizes.small)
  const smallDone = await Promise.all([one(small), two(small)])
  const afterSmall = { ...(await look()), done: smallDone.every(Boolean) }

  const reading = two(`dd if=/${file} of=/dev/null bs=1M`)
  await one('while :; do :; done & one=$!; while :; do :; done & two=$!')
  const spinning = await look()
  let later = spinning
  for (let n = 0; n < windows && throttled(later, own) === throttled(spinning, own); n++) {
    await delay(window)
    later = await look()
  }
  const busy: Loads['busy'] = [spinning, later]
  await one('kill $one $two')
  const fileDone = await reading
  const afterFile = { ...(await look()), done: fileDone }

  // Last, for a container may rightly go down as a whole (memory.oom.group).
  const largeDone = await one(touch(sizes.large))
  return { sizes, idle, afterSmall, afterFile, busy, afterLarge: { ...(await look()), done: largeDone } }
}

/** Tells the shell what to do, and answers whether it was done. */
function loader({ running, argv }: Container): (load: string) => Promise<boolean> {
  let count = 0
  return async (load) => {
    await running.write(`${load}\n`)
    return running.printed(`${argv.at(-1)} ${++count}\n`)
  }
}

/** Counted where the quota is: in the cgroup of a container, or in one above it that is its own as well. */
export const throttled = ({ cgroups }: Counters, { chain }: OwnCgroup) =>
  chain.reduce((sum, { path }) => sum + counted(at(cgroups, path), 'cpu.stat', 'nr_throttled'), 0)

/** dd reads one block into a buffer of its own: so much memory is touched, and none of it is page cache. */
const touch = (size: number) => `dd if=/${zero} of=/dev/null bs=${size}M count=1`

async function counters({ machine, berth }: Place): Promise<Counters> {
  const asked = performance.now()
  const cgroups = await machine.cgroups({ berth })
  return { cgroups, asked, answered: performance.now() }
}
