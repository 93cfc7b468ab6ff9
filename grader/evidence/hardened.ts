import { randomBytes, randomInt } from 'node:crypto'
import type { Cgroup, Ended, Process, Sighting } from '../machine/machine.ts'
import { blame, fail } from '../verdict/outcome.ts'
import type { Device } from './attack/calls.ts'
import { limit, secrets } from './attack/files.ts'
import { type Try, triesFor } from './attack/tries.ts'
import * as out from './attack/ways-out.ts'
import { inBerth, openPlace, type Running } from './berth.ts'
import { nonce } from './command.ts'
import { once } from './once.ts'

// A container in three acts: held alive; it tries what nobody in a container shall be able to do, and notes in a file how
// that went; it forks without end, and a second one wants to as well.

/** A shell that does what it is told, line by line, and ends with a status that is not 0. */
const shell = 'while read -r line; do eval "$line"; done; exit 3'

/** Its image, and where it takes notes. */
const image = nonce()
const notes = `/${nonce()}`

/** A volume with one file, which says its own name. */
const volume = { name: nonce(), target: `/${nonce()}`, file: nonce() }

/** Of all drivers in /proc/misc the one whose device can be opened by whoever has it, and does nothing then. */
const driver = 'cpu_dma_latency'
const MISC_MAJOR = 10

/** The first disk of this machine, and a driver of it: these files are the same for everybody on it. */
const devices = () =>
  inBerth(async ({ machine, berth }): Promise<Device[]> => {
    const partitions = (await machine.read({ berth, path: 'proc/partitions' })) ?? ''
    const [, major, minor] = /^\s*(\d+)\s+(\d+)\s/m.exec(partitions) ?? []
    const drivers = (await machine.read({ berth, path: 'proc/misc' })) ?? ''
    const [, misc] = new RegExp(`^\\s*(\\d+) ${driver}$`, 'm').exec(drivers) ?? []
    const found: Device[] = []
    if (major) found.push({ kind: 'disk', name: 'disk', number: [Number(major), Number(minor)] })
    if (misc) found.push({ kind: 'driver', name: driver, number: [MISC_MAJOR, Number(misc)] })
    return found
  })

const place = once(async () => {
  const { tries, files } = triesFor(await devices())
  const layer = {
    diffId: `sha256:${randomBytes(32).toString('hex')}`,
    files: { ...files, [out.path]: out.script },
  }
  const opened = await openPlace({
    images: { [image]: [layer] },
    files: { [out.mark]: out.mark, [`${volume.name}/${volume.file}`]: volume.file },
  })
  const { machine, berth } = opened
  return { ...opened, tries, before: await machine.cgroups({ berth }) }
})

interface Container {
  running: Running
  argv: string[]
  sighting: Sighting
}

/** As by an older Docker, whose containers have what programs with file capabilities inherit (CVE-2022-24769). */
const heir = ['setpriv', '--inh-caps=+net_raw']

async function begin(...options: string[]): Promise<Container> {
  const { start } = await place()
  const argv = ['/bin/sh', '-c', shell, nonce()]
  const running = await start('09-hardening', ['run', ...options, image, ...argv], heir)
  return { running, argv, sighting: await running.sighted(argv) }
}

/** Held up where it limits its processes: see berth/gate.ts. */
const first = once(async () => {
  const { machine, berth } = await place()
  await machine.gate({ berth, files: ['pids.max'] })
  const container = await begin()
  await machine.settle({ berth })
  return container
})

const second = once(() => begin())

export interface Held {
  process: Process | null
  /** What the kernel says about it: /proc/<pid>/status. */
  status: string
  /** Files and folders that tell about the machine, as it has them and as the command finds them. */
  secrets: { path: string; machine: string | null; inside: string | null }[]
  /** Names in its /sys. */
  sys: string | null
  /** Its network links, as its /sys has them and as it has them. */
  links: { inSys: string[]; own: string[] }
  /** The limit of its memory, as it finds it and as its cgroup has it. */
  memoryMax: { inside: string | null; outside: string | undefined }
}

export const held = once(async (): Promise<Held> => {
  const { machine, berth } = await place()
  const { process } = (await first()).sighting
  const inside = async (path: string) =>
    process && (await machine.read({ pid: process.pid, from: 'root', path }))
  const network = process && (await machine.network({ pid: process.pid }))
  const cgroup = (await machine.cgroups({ berth })).find(({ path }) => path === process?.cgroup)
  return {
    process,
    status: (process && (await machine.read({ berth, path: `proc/${process.nsPids[0]}/status` }))) ?? '',
    secrets: await Promise.all(
      secrets.map(async (path) => ({
        path,
        machine: await machine.read({ berth, path }),
        inside: await inside(path),
      })),
    ),
    sys: await inside('/sys/'),
    links: {
      inSys: (await inside('/sys/class/net/'))?.split('\n').filter(isLink) ?? [],
      own: network?.links.map(({ name }) => name) ?? [],
    },
    memoryMax: { inside: await inside(limit), outside: cgroup?.files['memory.max'] },
  }
})

/** The driver for bonded links has a file of its own among them, in every network namespace. */
const isLink = (name: string) => name !== '' && name !== 'bonding_masters'

/** The file in the volume of one more container, as it finds it; null where that runs, and finds none. */
export const inVolume = once(async (): Promise<{ path: string; text: string | null }> => {
  const { machine } = await place()
  const path = `${volume.target}/${volume.file}`
  const { running, sighting } = await begin('-v', `/workshop/${volume.name}:${volume.target}`)
  const pid = sighting.process?.pid
  const text = pid === undefined ? '' : await machine.read({ pid, from: 'root', path })
  await running.write(null)
  await running.ended()
  return { path, text }
})

/** How the first container ends when it is told nothing more. */
export const end = once(() => endOf(first))

async function endOf(container: () => Promise<Container>): Promise<Ended> {
  const { running } = await container()
  await running.write(null)
  return running.ended()
}

export interface Attacked {
  /** The ways at whose end its working folder is one of the machine, in words. */
  escapes: string[]
  /** How a try ended: 0 where it worked. */
  statusOf: (one: Try) => number | undefined
  tries: Awaited<ReturnType<typeof place>>['tries']
  /** The first line of the command's own /proc/self/cgroup. */
  ownCgroup: string
  /** What it wanted to be called, and what it wanted to mount a filesystem on. */
  name: string
  mountPoint: string
  /** Whether it noted anything at all. */
  hasNoted: boolean
  /** The same command, later. */
  process: Process | null
}

export const attacked = once(async (): Promise<Attacked> => {
  const { machine, berth, tries } = await place()
  const container = await first()
  const [name, mountPoint] = [nonce(), `/${nonce()}`]
  const all = Object.values(tries).flat()
  await tell(container, [
    `read -r own </proc/self/cgroup; echo "cgroup $own" >>${notes}`,
    ...all.map(({ line }, index) => `${line}; echo "${index} $?" >>${notes}`),
    `true 2>&- >/proc/sys/kernel/hostname && echo ${name} >/proc/sys/kernel/hostname`,
    `mkdir ${mountPoint}; mount -t tmpfs none ${mountPoint} 2>&-`,
    out.line,
  ])
  await machine.settle({ berth })
  const processes = await machine.processes({ berth })
  // Whoever helps another one on its way is none of them.
  const climbers = processes.filter(
    ({ argv }) => argv.includes(out.path) && Object.hasOwn(out.ways, argv.at(-1) ?? ''),
  )
  const ends = await Promise.all(
    climbers.map(async ({ pid, argv }) => ({
      way: argv.at(-1) as keyof typeof out.ways,
      seen: await Promise.all(out.outside.map((path) => machine.read({ pid, from: 'cwd', path }))),
    })),
  )
  const { process } = container.sighting
  const noted = (process && (await machine.read({ pid: process.pid, from: 'root', path: notes }))) ?? ''
  const lines = new Map(noted.split('\n').map((line) => line.split(/ (.*)/, 2) as [string, string]))
  return {
    escapes: ends.filter(({ seen }) => seen.includes(out.mark)).map(({ way }) => out.ways[way]),
    statusOf: (one) => {
      const status = lines.get(String(all.indexOf(one)))
      return status === undefined ? undefined : Number(status)
    },
    tries,
    ownCgroup: lines.get('cgroup') ?? '',
    name,
    mountPoint,
    hasNoted: noted !== '',
    process: processes.find(({ pid }) => pid === process?.pid) ?? null,
  }
})

/**
 * The same, on behalf of a TODO. A shell that cannot fork ends, and proves nothing about anything but the filter; one that
 * cannot write nothing but about its root.
 */
export async function attackedFor(todo: string): Promise<Attacked> {
  const evidence = await attacked()
  const { hasNoted, process } = evidence
  const to = process ? '9.1' : '9.4'
  const why = {
    expected: 'a shell that tries what it is told, and takes notes',
    found: process ? 'one that cannot write' : 'one that has ended',
  }
  if (!hasNoted && todo !== to) blame(to, why)
  if (!hasNoted && process) fail(why)
  return evidence
}

/** Tells a container what to do, and waits until it is done or the container does no more. */
async function tell({ running }: Container, lines: string[]): Promise<boolean> {
  const end = nonce()
  await running.write(`${[...lines, `echo ${end}`].join('\n')}\n`)
  return running.printed(`${end}\n`)
}

/** Two containers that are held alive. */
export const both = once(async () => {
  const { machine, berth, before } = await place()
  // Whatever one of them starts comes after what is tried: then it can start nothing more.
  await attacked()
  const sightings = [(await first()).sighting, (await second()).sighting]
  return { sightings, before, during: await machine.cgroups({ berth }) }
})

/** How the second one ends. */
export const secondEnd = once(() => endOf(second))

export interface Bombed {
  /** How often the first container wanted to fork, without any of them ending. */
  forks: number
  /** The cgroups after that. */
  during: Cgroup[]
  /** Could the second one still fork then? */
  isNeighbourWell: boolean
}

export const bombed = once(async (): Promise<Bombed> => {
  const { machine, berth, close } = await place()
  await both()
  const [bomber, neighbour] = [await first(), await second()]
  const forks = randomInt(120, 170)
  const pipe = `/${nonce()}`
  await tell(bomber, [
    `mkfifo ${pipe}; (fork=0; while [ $((fork += 1)) -le ${forks} ]; do read -r nothing <>${pipe} & done) 2>&-`,
  ])
  const during = await machine.cgroups({ berth })
  const word = nonce()
  await tell(neighbour, [`(echo ${word} >/${word})`])
  const { process } = neighbour.sighting
  const said = process && (await machine.read({ pid: process.pid, from: 'root', path: word }))
  await Promise.all([end(), secondEnd()])
  await close()
  return { forks, during, isNeighbourWell: said?.trim() === word }
})
