import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { BerthRequest } from '../../machine/machine.ts'
import { nonce, tell, toldCommand } from '../command.ts'
import type { GradedBerth, Running } from '../graded-berth.ts'
import type { OwnCgroup } from '../own-cgroup.ts'
import { allowedCpu, type Counters, counters, cpuUsed, wasThrottled } from './counters.ts'

const MiB = 1024 * 1024

/** What the command exits with: not 0, to find out code that removes its cgroup only after a success. */
export const status = 3

/** What the containers of one grade are asked to do, with sizes and names drawn at random. */
export interface LoadPlan {
  /** What the loads ask for, MiB: once less than there may be, twice more, and nobody can have known how much. */
  sizes: Record<'small' | 'large' | 'file', number>
  /** Names of a file of that size, and of a device with zeros, in its image. */
  file: string
  zero: string
  image: BerthRequest['image']
  /** A shell that outlives every load: its cgroup can be read after each. */
  command: () => string[]
}

export function planLoads(): LoadPlan {
  const sizes = { small: randomInt(52, 66), large: randomInt(140, 170), file: randomInt(140, 170) }
  const [file, zero] = [nonce(), nonce()]
  const image = {
    [file]: { sparse: sizes.file * MiB },
    [zero]: { device: [1, 5] },
  } satisfies LoadPlan['image']
  return { sizes, file, zero, image, command: () => toldCommand(status) }
}

export interface Loads {
  sizes: LoadPlan['sizes']
  idle: Counters
  /** Both containers have touched a little memory, and keep it until the file is read. */
  afterSmall: Counters & { done: boolean }
  /** The second has read a file meanwhile. */
  afterFile: Counters & { done: boolean }
  /** Before and after a second in which two processes of the first never rested. */
  busy: [Counters, Counters]
  /** What the berth used without them, seconds of CPU time in one; asked for only where it used too much with them. */
  beside: number
  /** The first has touched more than it may. */
  afterLarge: Counters & { done: boolean }
}

/**
 * For how long two threads that never rest are watched, ms: ten periods of the quota. They are watched again where that was
 * too short, up to so many times: `late`, when others keep the machine so busy that they have not used up their quota; `more`,
 * when more than the quota was used, for some other process of the berth may have been busy for a moment, such as a Node
 * that gives memory back.
 */
const window = 1_000
const windows = { late: 10, more: 6 }

/**
 * Puts two containers under load, at the same time. Every load is an ordinary program of busybox, and what happened is
 * read from the kernel.
 *
 * @param first - whose command is that of a {@link LoadPlan}, as is the second's
 * @param own - cgroups of the first
 * @param other - cgroups of the second
 */
export async function putUnderLoad(
  opened: GradedBerth,
  { sizes, file, zero }: LoadPlan,
  [first, second]: [Running, Running],
  [own, other]: [OwnCgroup, OwnCgroup, ...OwnCgroup[]],
): Promise<Loads> {
  const { machine } = opened
  const look = () => counters(opened)
  // dd reads one block into a buffer of its own: so much memory is touched, and none of it is page cache.
  // Where the container's root shows no devices, /dev has one.
  const zeros = `true 2>&- </${zero} && from=/${zero} || from=/dev/zero`
  const touch = (size: number) => `${zeros}; dd if=$from bs=${size}M count=1 iflag=fullblock`

  const idle = await look()
  // Nobody reads on behind its first byte: it keeps its memory, and needs no processor for that, until `$holder` is killed.
  const hold = async (running: Running) => {
    const held = nonce()
    await running.write(
      `${touch(sizes.small)} | { dd of=/dev/null bs=1 count=1; echo ${held}; exec sleep 1000; } & holder=$!\n`,
    )
    return running.waitForOutput(`${held}\n`)
  }
  const letGo = 'kill $holder; wait'
  const smallDone = await Promise.all([hold(first), hold(second)])
  const afterSmall = { ...(await look()), done: smallDone.every(Boolean) }

  const reading = tell(second, `dd if=/${file} of=/dev/null bs=1M`)
  // Where the machine is gone meanwhile, whoever asks next says so.
  reading.catch(() => undefined)
  await tell(first, 'while :; do :; done & one=$!; while :; do :; done & two=$!')
  const watch = async (first: Counters): Promise<Loads['busy']> => {
    await delay(window)
    return [first, await look()]
  }
  const isClear = (busy: Loads['busy'], n: number) =>
    cpuUsed(busy, other) > allowedCpu(busy, own)
      ? n >= windows.more
      : wasThrottled(busy, own) || n >= windows.late
  const watchUntilClear = async () => {
    let busy = await watch(await look())
    for (let n = 1; !isClear(busy, n); n++) busy = await watch(busy[1])
    return busy
  }
  // Others could take so much of the processor that the quota is never used up.
  await machine.prioritise({ isPrioritised: true })
  const busy = await watchUntilClear().finally(() => machine.prioritise({ isPrioritised: false }))
  await tell(first, 'kill $one $two', letGo)
  // Whoever waits for a container by looking at it again and again has a share of his own.
  const idling = cpuUsed(busy, other) > allowedCpu(busy, own) ? await watch(await look()) : null
  const beside = idling ? cpuUsed(idling, other) : 0
  const fileDone = await reading
  const afterFile = { ...(await look()), done: fileDone }
  await tell(second, letGo)

  // Last, for a container may rightly go down as a whole (memory.oom.group).
  const largeDone = await tell(first, `${touch(sizes.large)} >/dev/null`)
  const afterLarge = { ...(await look()), done: largeDone }
  return { sizes, idle, afterSmall, afterFile, busy, beside, afterLarge }
}
