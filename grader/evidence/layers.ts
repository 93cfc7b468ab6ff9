import { posix } from 'node:path'
import { chainIds } from '#provided/image/chain-id.ts'
import type { Ended, FoundFile, Mount, Process, Sighting } from '../machine/machine.ts'
import { openPlace, type Running } from './berth.ts'
import { nonce } from './command.ts'
import { type Fact, facts, image, laidOut } from './layered.ts'
import { once } from './once.ts'

// Containers of one image of several layers, in four acts: the first is held alive; a second one starts, and both write;
// a third one looks at what it was given; they end, the second by the death of its parent, and a fourth comes and goes.

/** A shell that does what it is told, line by line, and ends with a status that is not 0. */
const shell = 'while read -r line; do eval "$line"; echo "$0 done"; done; exit 3'

/** A volume that all of them have, with a file that is to stay. */
const volume = { folder: nonce(), inside: `/${nonce()}`, file: nonce(), says: nonce() }

/** Where a berth can be written to. */
const writable = ['/fs', '/tmp', '/run', '/dev/shm', '/workshop']

/** All files there, by path. */
export type Files = Map<string, FoundFile>

const place = once(async () => {
  const opened = await openPlace({ ...laidOut, files: { [`${volume.folder}/${volume.file}`]: volume.says } })
  const { machine, berth } = opened
  const look = async (): Promise<Files> => {
    const found = await Promise.all(
      writable.map(async (folder) =>
        (await machine.tree({ berth, path: folder })).map(
          (file) => [posix.join(folder, file.path), file] as const,
        ),
      ),
    )
    return new Map(found.flat())
  }
  return { ...opened, look, mounts: await machine.mounts({ berth }), before: await look() }
})

interface Container {
  running: Running
  argv: string[]
  sighting: Sighting
}

async function begin(): Promise<Container> {
  const { start } = await place()
  const argv = ['/bin/sh', '-c', shell, nonce()]
  const options = ['-v', `/workshop/${volume.folder}:${volume.inside}`]
  const running = await start('08-layers', ['run', ...options, image, ...argv])
  return { running, argv, sighting: await running.sighted(argv) }
}

/** What a container finds at a path from its root; null where there is nothing, or no container. */
async function find({ sighting: { process } }: Container, path: string): Promise<string | null> {
  const { machine } = await place()
  return process && machine.read({ pid: process.pid, from: 'root', path })
}

const first = once(begin)

/** While the first one runs alone: what is there is for all of them, or its own. */
const alone = once(async () => {
  await first()
  const { machine, berth, look } = await place()
  return { files: await look(), mounts: await machine.mounts({ berth }) }
})

const second = once(async () => {
  await alone()
  return begin()
})

/** What a container has of the image. */
export interface Shown {
  process: Process | null
  facts: (Fact & { found: string | null })[]
}

async function shown(container: Container): Promise<Shown> {
  const found = Object.values(facts).map(async (fact) => ({
    ...fact,
    found: await find(container, fact.path),
  }))
  return { process: container.sighting.process, facts: await Promise.all(found) }
}

/** A file of a layer, and what a container has under its name. */
export interface Twins {
  /** The layer's, in the berth. */
  path: string
  inLayer: FoundFile | undefined
  inContainer: FoundFile | undefined
}

async function twins(path: string, layer: number): Promise<Twins> {
  const { machine, berth } = await place()
  const { process } = (await first()).sighting
  const config = JSON.parse((await machine.read({ berth, path: `/fs/${image}/config.json` })) ?? '')
  const folder = `/fs/.layers/${chainIds(config.rootfs.diff_ids)[layer]?.replace(':', '/')}/${path}`
  const inLayer = await machine.tree({ berth, path: folder })
  const inContainer = process ? await machine.tree({ pid: process.pid, from: 'root', path }) : []
  return { path: folder, inLayer: inLayer[0], inContainer: inContainer[0] }
}

/** The number in its filesystem: an overlay of several ones has that in the lower bits. */
const number = (file: FoundFile | undefined) => file && BigInt(file.inode) & 0xffff_ffffn

/** Is what the container has the layer's own file, and no copy? */
export const isSameFile = ({ inLayer, inContainer }: Twins) => number(inLayer) === number(inContainer)

/** The first container, held alive. */
export interface Held extends Shown {
  /** Mounts of the machine before it started, and while it ran. */
  before: Mount[]
  during: Mount[]
  /** Of the lowest layer, and of the one above. */
  lowest: Twins
  above: Twins
}

export const held = once(
  async (): Promise<Held> => ({
    ...(await shown(await first())),
    before: (await place()).mounts,
    during: (await alone()).mounts,
    lowest: await twins('bin/busybox', 0),
    above: await twins(facts.lower.path, 1),
  }),
)

/** How the first container ended by itself. */
export const firstEnd = once(async (): Promise<Ended> => {
  const { running } = await first()
  await running.write(null)
  return running.ended()
})

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

const words = [nonce(), nonce()] as const

export const written = once(async (): Promise<Written> => {
  const { before, look } = await place()
  const pair = [
    { container: await first(), word: words[0], other: words[1] },
    { container: await second(), word: words[1], other: words[0] },
  ]
  const write = async ({ container: { running, argv }, word }: (typeof pair)[number]) => {
    const { several, lower } = facts
    await running.write(`(echo ${word} >/${word}; echo ${word} >/${several.path}; rm /${lower.path}) 2>&-\n`)
    return running.printed(`${argv.at(-1)} done\n`)
  }
  const done = await Promise.all(pair.map(write))
  const writers = pair.map(
    async ({ container, word, other }): Promise<Writer> => ({
      process: container.sighting.process,
      end: () => container.running.ended(),
      word,
      made: await find(container, word),
      changed: await find(container, facts.several.path),
      removed: await find(container, facts.lower.path),
      others: await find(container, other),
    }),
  )
  const third = await begin()
  const later = { ...(await shown(third)), others: await Promise.all(words.map((word) => find(third, word))) }
  const after = await look()
  await third.running.write(null)
  return {
    done: done.every(Boolean),
    writers: await Promise.all(writers),
    later: { ...later, end: await third.running.ended() },
    before,
    after,
  }
})

/** What containers left that have ended. */
export interface Left {
  /** Files that the first wrote, when it had ended by itself while the second still ran. */
  first: string[]
  /** What the second found then where it had written its word. */
  second: { word: string; found: string | null }
  fourth: Ended
  /** Paths that are there when all have ended, and are for no other than one of them. */
  left: string[]
  /** What was there before. */
  gone: string[]
  mounts: { before: Mount[]; after: Mount[] }
}

export const ended = once(async (): Promise<Left> => {
  const { machine, berth, start, before, mounts, look, close } = await place()
  await written()
  const shared = (await alone()).files
  await firstEnd()
  const afterFirst = await look()
  const found = await find(await second(), words[1])

  const { running } = await second()
  await running.signal('SIGKILL')
  await running.ended()
  await machine.settle({ berth })
  const fourth = await (await start('08-layers', ['run', image, 'true'])).ended()
  const after = await look()
  const left: Left = {
    first: [...afterFirst.keys()].filter((path) => isNamed(path, words[0])),
    second: { word: words[1], found },
    fourth,
    left: [...after.keys()].filter((path) => !shared.has(path) || words.some((word) => isNamed(path, word))),
    gone: [...before.keys()].filter((path) => !after.has(path)),
    mounts: { before: mounts, after: await machine.mounts({ berth }) },
  }
  await close()
  return left
})

/** Is that a file that a container has made, wherever it is kept? */
const isNamed = (path: string, word: string) => path.endsWith(`/${word}`)
