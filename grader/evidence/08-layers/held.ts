import type { Ended, Process } from '../../machine/process.ts'
import { nonce, tell } from '../command.ts'
import { failStart } from '../failed-at.ts'
import { once } from '../once.ts'
import { begin, type Container, end, type Files, find, theBerth } from './container.ts'
import { allFacts, type Fact, facts, image, many } from './image.ts'
import { single, type Twins, twins } from './single.ts'

// A container of an image of one layer comes and goes (single.ts). Then there are containers of one of several layers, in
// three acts: two at a time are held alive, and write; a third one looks at what it was given; they end, the second by the
// death of its parent, and a fourth comes and goes (left.ts).

/** What a container has of the image. */
export interface Shown {
  process: Process | null
  facts: (Fact & { found: string | null })[]
}

async function shown(container: Container): Promise<Shown> {
  const found = allFacts.map(async (fact) => ({
    ...fact,
    found: await find(container, fact.path),
  }))
  return { process: container.sighting.process, facts: await Promise.all(found) }
}

/** One of very many layers, and how it ended. */
export const crowded = once(async (): Promise<{ process: Process | null; end: Ended }> => {
  await single()
  const container = await begin(many)
  return { process: container.sighting.process, end: await end(container) }
})

export const pair = once(async () => {
  await single()
  // One after the other: a busy machine would be too slow for both at once.
  return [await begin(image), await begin(image)] as const
})

/** The first container of several layers, held alive. */
export const held = once(async (): Promise<Shown & { file: Twins }> => {
  const [first] = await pair()
  const { process } = first.sighting
  return { ...(await shown(first)), file: await twins(image, 1, facts.lower.path, process) }
})

/** How it ended by itself. */
export const firstEnd = once(async (): Promise<Ended> => end((await pair())[0]))

/** A container that wrote while another one did the same. */
export interface Writer {
  process: Process | null
  end: () => Promise<Ended>
  /** What it wrote, which is also the name of the file that it made. */
  word: string
  /** What it finds then: its own file, the image's file that it changed, the one that it removed, and the other's. */
  made: string | null
  changed: string | null
  removed: string | null
  others: string | null
}

export interface Written {
  done: boolean
  writers: Writer[]
  /** One that started when they had written. */
  later: Shown & { end: Ended; others: (string | null)[] }
  /** The files of the machine before there was any container, and then. */
  before: Files
  after: Files
}

export const words = [nonce(), nonce()] as const

export const written = once(async (): Promise<Written> => {
  const { before, look } = await theBerth()
  const containers = await pair()
  const { several, lower } = facts
  const done = await Promise.all(
    containers.map((container, n) =>
      tell(
        container.running,
        `(echo ${words[n]} >/${words[n]}; echo ${words[n]} >/${several.path}; rm /${lower.path}) 2>&-`,
      ),
    ),
  )
  const seen = containers.map(async (container, n): Promise<Writer> => {
    const [word = '', other = ''] = n === 0 ? words : words.toReversed()
    return {
      process: container.sighting.process,
      end: () => container.running.waitForExit(),
      word,
      made: await find(container, word),
      changed: await find(container, several.path),
      removed: await find(container, lower.path),
      others: await find(container, other),
    }
  })
  const writers = await Promise.all(seen)
  const third = await begin(image)
  const found = { ...(await shown(third)), others: await Promise.all(words.map((word) => find(third, word))) }
  const after = await look()
  return {
    done: done.every(Boolean),
    writers,
    later: { ...found, end: await end(third) },
    before,
    after,
  }
})

/** Has the start of the second container taken from the first one, which runs, what it writes to? */
export const isRobbed = ([first, second]: Writer[]) =>
  first?.made === null && first.others === null && second?.made !== null

/** Ends the check of a TODO where one of two containers does not run. */
export async function expectRunning(todo: string, writers: Writer[]): Promise<void> {
  const failed = writers.find(({ process }) => !process)
  if (failed)
    failStart(todo, [await failed.end()], {
      expected: 'two containers of one image at the same time',
      found: 'one that does not run',
    })
}
