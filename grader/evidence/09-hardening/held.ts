import type { Process } from '../../machine/process.ts'
import { once } from '../once.ts'
import { limit, secrets } from './attack/files.ts'
import { begin, first, theBerth, volume } from './container.ts'

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
  const { machine, berth } = await theBerth()
  const { process } = (await first()).sighting
  const inside = async (path: string) =>
    process && (await machine.read({ pid: process.pid, from: 'root', path }))
  const network = process && (await machine.networkOf({ pid: process.pid }))
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
  const { machine } = await theBerth()
  const path = `${volume.target}/${volume.file}`
  const { running, sighting } = await begin('-v', `/workshop/${volume.name}:${volume.target}`)
  const pid = sighting.process?.pid
  const text = pid === undefined ? '' : await machine.read({ pid, from: 'root', path })
  await running.write(null)
  await running.waitForExit()
  return { path, text }
})
