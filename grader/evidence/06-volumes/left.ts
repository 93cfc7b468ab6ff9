import type { Ended, Mount, Process } from '../../machine/process.ts'
import { once } from '../once.ts'
import { begin, firstEnd, type Sides, sides, theBerth, written } from './containers.ts'
import { untouched, volumes } from './volume.ts'

/** A file of the machine that has to stay as it was. */
export interface Kept {
  path: string
  before: string | null
  after: string | null
}

/** What both containers left: the first ended by itself, of the second the parent was killed. */
export interface Left {
  /** The second and what it had of the volume that both had, when the first had ended. */
  second: { process: Process | null; end: Ended; content: Sides }
  before: Mount[]
  after: Mount[]
  kept: Kept[]
}

export const ended = once(async (): Promise<Left> => {
  const { machine, berth, before, close } = await theBerth()
  const { each } = await written()
  const { running, sighting } = await begin([volumes.named])
  await firstEnd()
  const content = await sides(volumes.named.writes, volumes.named, sighting.process)

  await running.signal('SIGKILL')
  const end = await running.waitForExit()
  await machine.settle({ berth })
  const after = await machine.mounts({ berth })
  const files = [
    ...each.map(({ volume, there }) => ({ path: volume.source + volume.writes, before: there.outside })),
    ...each
      .filter(({ volume }) => volume === volumes.empty)
      .map(({ volume, content }) => ({ path: volume.source + volume.reads, before: content.outside })),
    ...Object.entries(untouched).map(([path, text]) => ({ path, before: text })),
  ]
  const kept = await Promise.all(
    files.map(
      async (file): Promise<Kept> => ({ ...file, after: await machine.read({ berth, path: file.path }) }),
    ),
  )
  await close()
  return { second: { process: sighting.process, end, content }, before, after, kept }
})
