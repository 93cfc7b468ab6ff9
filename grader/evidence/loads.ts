import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Cgroup, Ended } from '../machine/machine.ts'
import { inBerth, type Place } from './berth.ts'
import { nonce } from './command.ts'
import { once, unlessFaulty } from './once.ts'

const MiB = 1024 * 1024

/** What the loads ask for, MiB; drawn anew for every grade. */
export interface Sizes {
  small: number
  large: number
  file: number
}

/** The cgroup of the container after a load, all in this berth, and the berth's own, which counts what is below it. */
export interface Counters {
  container: Cgroup | undefined
  below: Cgroup[]
  berth: Cgroup
  /** When it was asked for and when it was answered, ms. */
  asked: number
  answered: number
  /** The load had ended by then. */
  done: boolean
}

export interface Loads {
  sizes: Sizes
  idle: Counters
  afterSmall: Counters
  afterFile: Counters
  busy: [Counters, Counters]
  afterLarge: Counters
  end: Ended
}

/** Two threads that never rest are watched for this long, ms: ten periods of the quota. */
const window = 1_000

/** A shell that does what it is told, line by line, and outlives every load: its cgroup is there to be read after each. */
const shell = 'while read -r load; do eval "$load"; echo "$0 $((done += 1))"; done'

const asked = Promise.withResolvers<void>()

/** Has the container start beside others that are looked at. What it is for comes when `loads` is called. */
export function prepareLoads(): void {
  // Whoever asks for the loads gets the error.
  gather().catch(() => undefined)
}

/** One container under load after load. Each is an ordinary program of busybox; what happened is read from the kernel. */
export function loads(): Promise<Loads> {
  asked.resolve()
  return gather()
}

const gather = once(() => unlessFaulty(measure, ({ end }) => [end]))

async function measure(): Promise<Loads> {
  const sizes = { small: randomInt(52, 66), large: randomInt(140, 170), file: randomInt(290, 310) }
  const [file, zero] = [nonce(), nonce()]
  return inBerth(
    async (place): Promise<Loads> => {
      const mark = nonce()
      const argv = ['/bin/sh', '-c', shell, mark]
      const running = await place.start('05-cgroups', ['run', 'busybox', ...argv])
      const { process } = await running.sighted(argv)
      let count = 0
      const after = async (load: string) => {
        await running.write(`${load}\n`)
        const done = await running.printed(`${mark} ${++count}\n`)
        return { ...(await counters(place, process?.cgroup)), done }
      }
      // A container without limits would take the memory that others need: first it is known to have some.
      await asked.promise
      const idle = { ...(await counters(place, process?.cgroup)), done: true }
      const afterSmall = await after(touch(zero, sizes.small))
      const afterFile = await after(`dd if=/${file} of=/dev/null bs=1M`)
      const spinning = await after('while :; do :; done & one=$!; while :; do :; done & two=$!')
      await delay(window)
      const spun = { ...(await counters(place, process?.cgroup)), done: true }
      await after('kill $one $two')
      // Last, for a container may rightly go down as a whole (memory.oom.group).
      const afterLarge = await after(touch(zero, sizes.large))
      await running.write(null)
      return {
        sizes,
        idle,
        afterSmall,
        afterFile,
        busy: [spinning, spun],
        afterLarge,
        end: await running.ended(),
      }
    },
    { image: { [file]: { sparse: sizes.file * MiB }, [zero]: { device: [1, 5] } } },
  )
}

/** dd reads one block into a buffer of its own: so much memory is touched, and none of it is page cache. */
const touch = (zero: string, size: number) => `dd if=/${zero} of=/dev/null bs=${size}M count=1`

async function counters(
  { machine, berth }: Place,
  path: string | undefined,
): Promise<Omit<Counters, 'done'>> {
  const asked = performance.now()
  const cgroups = await machine.cgroups({ berth })
  const [whole, ...below] = cgroups
  if (!whole) throw new Error('A berth without a cgroup')
  return {
    berth: whole,
    below,
    container: cgroups.find((cgroup) => cgroup.path === path),
    asked,
    answered: performance.now(),
  }
}
