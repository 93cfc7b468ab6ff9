import type { Process } from '../../machine/process.ts'
import { blame, fail } from '../../verdict/judgement.ts'
import { nonce, tell } from '../command.ts'
import { once } from '../once.ts'
import type { Try } from './attack/tries.ts'
import * as out from './attack/ways-out.ts'
import { first, notes, theBerth } from './container.ts'

/** What a shell answers for a program that is not there. */
const notFound = 127

export interface Attacked {
  /** The ways at whose end its working folder is one of the machine, in words. */
  escapes: string[]
  /** How a try ended: 0 where it worked. */
  statusOf: (one: Try) => number | undefined
  tries: Awaited<ReturnType<typeof theBerth>>['tries']
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
  const { machine, berth, tries } = await theBerth()
  const container = await first()
  const [name, mountPoint] = [nonce(), `/${nonce()}`]
  const all = Object.values(tries).flat()
  await tell(
    container.running,
    `read -r own </proc/self/cgroup; echo "cgroup $own" >>${notes}`,
    ...all.map(({ line }, index) => `${line}; echo "${index} $?" >>${notes}`),
    `true 2>&- >/proc/sys/kernel/hostname && echo ${name} >/proc/sys/kernel/hostname`,
    `mkdir ${mountPoint}; mount -t tmpfs none ${mountPoint} 2>&-`,
    out.line,
  )
  await machine.settle({ berth })
  const processes = await machine.processes({ berth })
  // The name of its way is the last word that a climber is started with; a helper is started with other words.
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
 * The same, on behalf of a TODO. Without notes nothing can be judged: a shell that has ended could not fork, which is the
 * filter's doing (9.4); one that lives and cannot write has a root that is read-only (9.1). Other TODOs wait for that one.
 */
export async function attackedFor(todo: string): Promise<Attacked> {
  const evidence = await attacked()
  const { hasNoted, process } = evidence
  const culprit = process ? '9.1' : '9.4'
  const why = {
    expected: 'a shell that tries what it is told, and takes notes',
    found: process ? 'one that cannot write' : 'one that has ended',
  }
  if (!hasNoted && todo !== culprit) blame(culprit, why)
  // A shell finds no program that is in its image: that is another root.
  if (hasNoted && todo !== '9.1' && evidence.tries.needed.some((one) => evidence.statusOf(one) === notFound))
    blame('9.1', { expected: 'the image’s own programs', found: 'none of them' })
  if (!hasNoted && process) fail(why)
  return evidence
}
