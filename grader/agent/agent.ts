import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { release } from 'node:os'
import { pathInRoot } from '#provided/path-in-root.ts'
import { buildBerth, closeBerth, type OpenBerth, openBerth, tidy } from '../berth/berth.ts'
import { favour, frozen } from '../berth/cgroup.ts'
import { takeLedger } from '../berth/ledger.ts'
import { networkOf, requestFrom, rulesOf } from '../berth/network/network.ts'
import { Outside } from '../berth/network/outside.ts'
import { cgroupsOf } from '../berth/observe/cgroups.ts'
import { mountsOf } from '../berth/observe/mountinfo.ts'
import { hostnameOf, pidsOf, readProcess, unlessEnded } from '../berth/observe/processes.ts'
import { readIn } from '../berth/observe/read-file.ts'
import { filesBelow } from '../berth/observe/tree.ts'
import { Gate } from '../berth/program/gate.ts'
import { type Program, startProgram } from '../berth/program/program.ts'
import { atRest } from '../berth/program/rest.ts'
import { sight } from '../berth/program/sight.ts'
import { hasPrinted, pipesRead, printed, waitFor } from '../berth/program/wait.ts'
import { withholdDumps } from '../berth/protect/shared-state.ts'
import { keepCompiledCode } from '../berth/root/root.ts'
import { missingPrograms } from '../berth/tools.ts'
import type { BerthId, Facts, Machine, Milliseconds, ReadRequest, RunId } from '../machine/machine.ts'
import type { Ended } from '../machine/process.ts'
import { kit } from './kit.ts'
import { spareBerths } from './spares.ts'
import { swapBytes } from './swap-space.ts'

/** A berth whose processes have all been idle for this long has settled, ms. */
const quiet = 40

/** When to stop waiting for that, ms: its processes could run for so long, or others had the processor all along. */
const givingUp = { free: 6_000, longest: 20_000 }

export interface Agent {
  machine: Machine
  /** Ends every berth that is still open. */
  closeAll(): Promise<void>
  /** Keeps what Node compiled in a berth for all later ones, and makes so many of them ready. */
  keepSpares(berth: BerthId, count: number): Promise<void>
  /** Those that are ready lack what was just added to the machine: the next ones are made anew. */
  discardSpares(): void
}

/** A berth with code in it, and what has been put around it since. */
interface Entry {
  berth: OpenBerth
  gate?: Gate
  world?: Outside
}

/**
 * The side of a Machine that stands beside the code it judges: in a process of its own on this machine, or in the lab.
 *
 * @param kind - which of the two
 * @param modules - the folder `node_modules` that berths are given
 */
export function createAgent(kind: Facts['kind'], modules: string): Agent {
  const berths = new Map<BerthId, Entry>()
  const runs = new Map<RunId, Program>()
  const entryOf = (id: BerthId) => known(berths, id)
  const berthOf = (id: BerthId) => entryOf(id).berth
  const runOf = (id: RunId) => known(runs, id)
  const folderInProc = (request: ReadRequest) => {
    const [pid, from] = 'pid' in request ? [request.pid, request.from] : [berthOf(request.berth).init, 'root']
    return from === 'proc' ? `/proc/${pid}` : `/proc/${pid}/${from}`
  }
  let count = 0
  let pacing: Promise<Milliseconds> | undefined
  withholdDumps()
  const spares = spareBerths(() => buildBerth(`${process.pid}-${++count}`, modules, kit()))

  const machine: Machine = {
    facts: async () => ({
      kind,
      kernel: release(),
      swapBytes: swapBytes(),
      lacks: missingPrograms(),
    }),

    async openBerth(request) {
      const berth = openBerth(await spares.take(), request)
      berths.set(berth.id, { berth })
      return berth.id
    },

    async closeBerth({ berth: id }) {
      const { berth, gate, world } = entryOf(id)
      gate?.open()
      try {
        return await closeBerth(berth)
      } finally {
        world?.close()
        berths.delete(id)
      }
    },

    async start({ berth, program, args }) {
      const id = `${berth}:${++count}`
      const start = () => startProgram(berthOf(berth), [program ?? 'node', ...args])
      runs.set(id, entryOf(berth).gate?.passing(start) ?? start())
      return id
    },

    async gate({ berth, files, refuses }) {
      entryOf(berth).gate = new Gate(berthOf(berth), files, refuses)
    },

    async settle({ berth }) {
      entryOf(berth).gate?.open()
      await atRest(berthOf(berth), quiet, givingUp)
    },

    async sighted({ run, command, timeout }) {
      const program = runOf(run)
      return sight(program, entryOf(program.berth.id).gate, command, timeout)
    },

    async printed({ run, text, timeout }) {
      const program = runOf(run)
      const told = printed(program, text)
      const waited = await waitFor(program, Promise.race([told, program.end]), timeout)
      const isThere = () => hasPrinted(program, text)
      // It has ended; whoever it started may have its output still.
      if (waited === 'event' && !isThere())
        await Promise.race([told, atRest(program.berth, quiet, givingUp).then(pipesRead)])
      return isThere() || (waited === 'time' ? null : false)
    },

    async ended({ run, timeout }): Promise<Ended | null> {
      const program = runOf(run)
      const waited = await waitFor(program, program.end, timeout)
      if (waited === 'time') return null
      const overdue = waited === 'stuck'
      if (overdue) program.process.kill('SIGKILL')
      return { ...(await program.end), overdue, ...program.output }
    },

    pace({ berth }) {
      pacing ??= frozen(berthOf(berth).bounded, bootOfNode).finally(() => {
        pacing = undefined
      })
      return pacing
    },

    favour: async ({ isFavoured }) => favour(isFavoured),

    async write({ run, text }) {
      const { stdin } = runOf(run).process
      if (text === null) stdin?.end()
      else stdin?.write(text)
    },

    async signal({ run, pid, signal }) {
      const program = runOf(run)
      if (pid === undefined) program.process.kill(signal)
      // It may have ended by now, and its number be somebody else's.
      else if (pidsOf(program.berth).includes(pid)) unlessEnded(true, () => process.kill(pid, signal))
    },

    read: async (request) => readIn(folderInProc(request), request.path),
    tree: async (request) => filesBelow(pathInRoot(folderInProc(request), request.path)),

    async processes({ berth }) {
      const opened = berthOf(berth)
      return pidsOf(opened).flatMap((pid) => readProcess(opened, pid) ?? [])
    },

    cgroups: async ({ berth }) => cgroupsOf(berthOf(berth)),
    mounts: async ({ berth }) => mountsOf(berthOf(berth).init),
    hostname: async ({ berth }) => hostnameOf(berthOf(berth).init),

    async connect({ berth, world }) {
      const entry = entryOf(berth)
      entry.world = new Outside(entry.berth, world)
      entry.berth = { ...entry.berth, ledger: takeLedger(entry.berth, entry.berth.shared) }
    },

    async heard({ berth, words, timeout }) {
      const { berth: opened, world } = entryOf(berth)
      if (!world) throw new Error(`There is no world outside of ${berth}`)
      await waitFor({ berth: opened }, world.told(words), timeout)
      return world.heard
    },

    request: ({ pid, address, word }) => requestFrom(pid, address, word),
    networkOf: async ({ pid }) => unlessEnded(null, () => networkOf(pid)),
    network: async ({ berth }) => networkOf(berthOf(berth).init),
    rules: async ({ berth }) => rulesOf(berthOf(berth).init),
  }
  const closeAll = async () => {
    for (const berth of berths.keys()) await machine.closeBerth({ berth })
    tidy()
  }
  const keepSpares = async (berth: BerthId, count: number) => {
    keepCompiledCode(berthOf(berth).init)
    await spares.keep(count)
  }
  return { machine, closeAll, keepSpares, discardSpares: spares.discard }
}

function known<T>(things: Map<string, T>, id: string): T {
  const thing = things.get(id)
  if (!thing) throw new Error(`The machine knows no ${id}; it has ${[...things.keys()].join(', ') || 'none'}`)
  return thing
}

async function bootOfNode(): Promise<Milliseconds> {
  const began = performance.now()
  const options = { stdio: 'ignore', timeout: 20_000, killSignal: 'SIGKILL' } as const
  await once(spawn(process.execPath, ['-e', '0'], options), 'exit')
  return performance.now() - began
}
