import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Cgroup, Ended } from '../../machine/process.ts'
import { settings } from '../../session/settings.ts'
import { nonce } from '../command.ts'
import { openGradedBerth, type Running } from '../graded-berth.ts'
import { once } from '../once.ts'
import { type HeldContainers, ownCgroups } from '../own-cgroup.ts'
import { openedTooSoon } from '../patience.ts'
import { type Loads, planLoads, putUnderLoad } from './loads.ts'

// Several containers at the same time, in three acts: held alive, put under load, ended. An act begins when a check first
// asks for it, and what was seen in it is there for all checks.

interface Container {
  running: Running
  argv: string[]
}

const plan = once(async () => planLoads())
// Controllers are disabled at its root: code that forgets cgroup.subtree_control is found out.
const theBerth = once(async () => {
  const opened = await openGradedBerth({ image: (await plan()).image, controllersDisabled: true })
  return { ...opened, before: await opened.machine.cgroups({ berth: opened.berth }) }
})

const containers = once(async (): Promise<[Container, Container, ...Container[]]> => {
  const { start } = await theBerth()
  const { command } = await plan()
  const begin = async () => {
    const argv = command()
    const running = await start('05-cgroups', ['run', 'busybox', ...argv])
    return { running, argv }
  }
  const first = await begin()
  await underWay(first)
  // A third now and then, for code that is made for two.
  const more = settings().isWatched ? 0 : randomInt(2)
  return [first, ...(await Promise.all([begin(), ...Array.from({ length: more }, begin)]))]
})

/** When one stops waiting for a container to come so far, and the time between two looks, ms. */
const longest: Milliseconds = 10_000
const pause: Milliseconds = 20

/**
 * Waits until a container has a cgroup, its command runs, or nothing comes of it. Whoever makes what all of them share
 * unless it is there is right when one starts after the other, and now and then is not when they start at once.
 */
async function underWay({ running: { run }, argv }: Container): Promise<void> {
  const { machine, berth, before } = await theBerth()
  const isNew = ({ path }: Cgroup) => !before.some((old) => old.path === path)
  const hasCgroup = async () =>
    (await machine.cgroups({ berth })).some((cgroup) => isNew(cgroup) && 'memory.max' in cgroup.files)
  const isRunning = async () =>
    (await machine.processes({ berth })).some((each) => isDeepStrictEqual(each.argv, argv))
  // Not waitForCommand: the barrier opens for whoever is looked at, and must stay closed until all have come.
  // Such output never comes: that wait is over when the run has ended, is stuck, or time is up.
  const over = () => true
  const ended = machine.waitForOutput({ run, text: nonce(), timeout: longest }).then(over, over)
  while (!(await hasCgroup()) && !(await isRunning()) && !(await Promise.race([ended, delay(pause)]))) {}
}

/** Their parents are held up at every file by which a container is limited or joins a cgroup: see berth/program/barrier.ts. */
export const held = once(async (): Promise<HeldContainers & { openedTooSoon: boolean }> => {
  const { machine, berth, before } = await theBerth()
  await machine.holdBack({ berth })
  const started = await containers()
  const sightings = await Promise.all(started.map(({ running, argv }) => running.waitForCommand(argv)))
  await machine.settle({ berth })
  const now = await machine.cgroups({ berth })
  const isThere = (pid: number) => now.some(({ processes }) => processes.includes(pid))
  const lost = sightings.filter(({ process }) => !process || !isThere(process.pid))
  const all = [...lost.flatMap(({ cgroups }) => cgroups), ...now]
  const latest = new Map(all.map((cgroup) => [cgroup.path, cgroup]))
  return {
    sightings,
    before,
    during: [...latest.values()],
    openedTooSoon: openedTooSoon(sightings),
  }
})

/** Put under load, which only containers known to have limits may be: others would take what the machine needs. */
export const loads = once(async (): Promise<Loads> => {
  const [first, second] = await containers()
  return putUnderLoad(
    await theBerth(),
    await plan(),
    [first.running, second.running],
    ownCgroups(await held()),
  )
})

export interface Ends {
  ends: Ended[]
  /** All cgroups, before and after the end of the one that is killed: all others are still there. */
  around: Record<'before' | 'after', Cgroup[]>
  /** Those that are there in the end. */
  after: Cgroup[]
}

/** The ends of all: of the last one by a kill, then of all others by themselves. */
export const ended = once(async (): Promise<Ends> => {
  const { machine, berth, close } = await theBerth()
  const { sightings } = await held()
  const all = (await containers()).map(({ running }, index) => ({ running, sighting: sightings[index] }))
  const look = () => machine.cgroups({ berth })
  const ends: Ended[] = []
  const around: Ends['around'] = { before: await look(), after: [] }
  // One after the other: of two that remove at once what they share, one would find the other's cgroup gone, by luck.
  for (const each of all.toReversed()) {
    const { running, sighting } = each
    const isFirst = ends.length === 0
    if (isFirst) await running.signal('SIGKILL', sighting?.process?.pid)
    else await running.write(null)
    // It was given all that time to come to its command: that is not waited for again.
    if (sighting?.timedOut) await running.signal('SIGKILL')
    ends.unshift(await running.waitForExit())
    if (isFirst) around.after = await look()
  }
  await machine.settle({ berth })
  const after = await look()
  await close()
  return { ends, around, after }
})
