import type { Ended, Mount, Process, Sighting } from '../../machine/process.ts'
import { nonce, tell, toldCommand } from '../command.ts'
import { reason } from '../complaint.ts'
import { openGradedBerth, type Running } from '../graded-berth.ts'
import { mountAt } from '../mount.ts'
import { once } from '../once.ts'
import { coveredFile, laidOut, onBoth, onMachine, type Volume, volumes } from './volume.ts'

// Two containers of one image, in three acts: the first is held alive with a volume of every kind; its command writes
// to each; it ends while the second has one of the same volumes. Then the second's parent is killed.

interface Container {
  running: Running
  sighting: Sighting
}

export const theBerth = once(async () => {
  const opened = await openGradedBerth(laidOut)
  const { machine, berth } = opened
  return { ...opened, before: await machine.mounts({ berth }) }
})

export async function begin(some: Volume[]): Promise<Container> {
  const { start } = await theBerth()
  // It ends well: whoever removes what is somebody's may do so then only.
  const argv = toldCommand(0)
  const options = some.flatMap(({ option }) => ['-v', option])
  const running = await start('06-volumes', ['run', ...options, 'busybox', ...argv])
  return { running, sighting: await running.waitForCommand(argv) }
}

const first = once(() => begin(Object.values(volumes)))

/** The same file of a volume, or the names in the same folder, by its two paths; null where there is none. */
export interface Sides {
  inside: string | null
  outside: string | null
}

export async function sides(
  path: string,
  { inside, source }: Volume,
  process: Process | null,
): Promise<Sides> {
  const { machine, berth } = await theBerth()
  return {
    inside: process && (await machine.read({ pid: process.pid, from: 'root', path: inside + path })),
    outside: await machine.read({ berth, path: source + path }),
  }
}

const ofEach = <T>(look: (volume: Volume) => Promise<T>) => Promise.all(Object.values(volumes).map(look))

/** A volume of the first container, held alive. */
export interface Seen {
  volume: Volume
  /** What is at its place: as the command finds it, or without a command as the image has it. */
  point: 'folder' | 'file' | null
  /** What is at its place outside of the image, where nothing is to be made. */
  astray: string | null
  content: Sides
}

export interface Held {
  process: Process | null
  seen: Seen[]
  /** What the image's own file says by now, on which another one is mounted. */
  coveredFile: string | null
  /** The file made in the image, on which one is mounted in the container and nothing on the machine; '' where there is none. */
  madeFile: string
  /** Mounts of the machine before the container started and while it ran. */
  before: Mount[]
  during: Mount[]
}

export const held = once(async (): Promise<Held> => {
  const { machine, berth, before } = await theBerth()
  const { process } = (await first()).sighting
  const find = (path: string) =>
    process
      ? machine.read({ pid: process.pid, from: 'root', path })
      : machine.read({ berth, path: onMachine(path) })
  const seen = await ofEach(
    async (volume): Promise<Seen> => ({
      volume,
      point: await kindOf(volume.inside, find),
      astray: onBoth.includes(volume) ? null : await machine.read({ berth, path: volume.inside }),
      content: await sides(volume.reads, volume, process),
    }),
  )
  const during = await machine.mounts({ berth })
  const made = onMachine(volumes.readOnlyFile.inside)
  const isCovered = mountAt(volumes.readOnlyFile.inside, process?.mounts ?? []) && !mountAt(made, during)
  return {
    process,
    seen,
    coveredFile: await machine.read({ berth, path: coveredFile }),
    madeFile: (isCovered && (await machine.read({ berth, path: made }))) || '',
    before,
    during,
  }
})

async function kindOf(path: string, find: (path: string) => Promise<string | null>): Promise<Seen['point']> {
  if ((await find(`${path}/`)) !== null) return 'folder'
  return (await find(path)) === null ? null : 'file'
}

/** Whether a container runs that has a volume of its own, and nothing that is to be read-only. */
export const isMountedAlone = once(async (): Promise<boolean> => {
  const { running, sighting } = await begin([volumes.named])
  await running.write(null)
  await running.waitForExit()
  return sighting.process !== null && mountAt(volumes.named.inside, sighting.process.mounts) !== undefined
})

/** How the first container ended by itself. */
export const firstEnd = once(async (): Promise<Ended> => {
  const { running } = await first()
  await running.write(null)
  return running.waitForExit()
})

/**
 * The volume that the first container could not mount, for there was no such mount point in the image, and its path there:
 * it is for whoever answers with a path where nothing is (6.1), and not for who mounts on it.
 */
export const withoutPoint = once(async (): Promise<{ volume: Volume; path: string } | undefined> => {
  const said = /\bmount\("[^"]*", "\/fs\/busybox\/rootfs(\/[^"]*)", .*: ENOENT/.exec(reason(await firstEnd()))
  const { machine, berth } = await theBerth()
  const isThere = async () =>
    (await machine.tree({ berth, path: `/fs/busybox/rootfs${said?.[1]}` })).length > 0
  const path = said?.[1]
  const volume = Object.values(volumes).find(({ inside, target }) =>
    [inside, target].some((each) => each === path),
  )
  return path === undefined || !volume || (await isThere()) ? undefined : { volume, path }
})

/** A volume of the first container, after its command tried to write a word to each. */
export interface Written {
  volume: Volume
  word: string
  there: Sides
  /** What was read before, once more: another volume may have the same files. */
  content: Sides
}

export const written = once(async (): Promise<{ done: boolean; each: Written[] }> => {
  const { running, sighting } = await first()
  const words = new Map(Object.values(volumes).map((volume) => [volume, nonce()]))
  const tries = [...words].map(([{ inside, writes }, word]) => `(echo ${word} >${inside}${writes}) 2>&-`)
  const done = await tell(running, ...tries)
  const each = await ofEach(
    async (volume): Promise<Written> => ({
      volume,
      word: words.get(volume) ?? '',
      there: await sides(volume.writes, volume, sighting.process),
      content: await sides(volume.reads, volume, sighting.process),
    }),
  )
  return { done, each }
})
