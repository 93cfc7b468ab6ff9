import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Cgroup, Ended } from '../../machine/process.ts'
import { settings } from '../../session/settings.ts'
import { openBerth, type Running } from '../berth.ts'
import { nonce } from '../command.ts'
import { once } from '../once.ts'
import { type HeldContainers, ownCgroups } from '../own-cgroup.ts'
import { isTooSlowForBarrier } from '../patience.ts'
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
  const opened = await openBerth({ image: (await plan()).image, controllersDisabled: true })
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
  const hasCgroup = async () => (await machine.cgroups({ berth })).length > before.length
  const isRunning = async () =>
    (await machine.processes({ berth })).some((each) => isDeepStrictEqual(each.argv, argv))
  // Not waitForCommand: the barrier opens for whoever is looked at, and must stay closed until all have come.
  // Such output never comes: that wait is over when the run has ended, is stuck, or time is up.
  const over = () => true
  const ended = machine.waitForOutput({ run, text: nonce(), timeout: longest }).then(over, over)
  while (!(await hasCgroup()) && !(await isRunning()) && !(await Promise.race([ended, delay(pause)]))) {}
}

/** Their parents are held up at every file by which a container is limited or joins a cgroup: see berth/program/barrier.ts. */
export const held = once(async (): Promise<HeldContainers & { isTooSlowForBarrier: boolean }> => {
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
  const isLate = await isTooSlowForBarrier({ machine, berth }, sightings)
  return { sightings, before, during: [...latest.values()], isTooSlowForBarrier: isLate }
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

/** Ended: one by a kill, all others by themselves. */
export interface Ends {
  ends: Ended[]
  after: Cgroup[]
}

export const ended = once(async (): Promise<Ends> => {
  const { machine, berth, close } = await theBerth()
  const { sightings } = await held()
  const running = (await containers()).map((container) => container.running)
  await running.at(-1)?.signal('SIGKILL', sightings.at(-1)?.process?.pid)
  for (const polite of running.slice(0, -1)) await polite.write(null)
  // It was given all that time to come to its command: that is not waited for again.
  for (const [index, { timedOut }] of sightings.entries())
    if (timedOut) await running[index]?.signal('SIGKILL')
  const ends = await Promise.all(running.map((each) => each.waitForExit()))
  await machine.settle({ berth })
  const after = await machine.cgroups({ berth })
  await close()
  return { ends, after }
})
