import { release } from 'node:os'
import { pathInRoot } from '#provided/path-in-root.ts'
import { buildBerth, closeBerth, prepareBerth, type ReadyBerth, removeEmptyFolders } from '../berth/berth.ts'
import { prioritise } from '../berth/cgroup.ts'
import { takeLedger } from '../berth/ledger.ts'
import { networkOf, requestFrom, rulesOf } from '../berth/network/network.ts'
import { Outside } from '../berth/network/outside.ts'
import { cgroupsOf } from '../berth/observe/cgroups.ts'
import { mountsOf } from '../berth/observe/mountinfo.ts'
import { hostnameOf, pidsOf, readProcess, unlessEnded } from '../berth/observe/processes.ts'
import { folderInProc, readIn } from '../berth/observe/read-file.ts'
import { filesBelow } from '../berth/observe/tree.ts'
import { Barrier } from '../berth/program/barrier.ts'
import { nodeStartTime } from '../berth/program/node-start.ts'
import { type Program, startProgram } from '../berth/program/program.ts'
import { settle } from '../berth/program/rest.ts'
import { waitForCommand } from '../berth/program/sighting.ts'
import { waitFor, waitForExit, waitForOutput } from '../berth/program/wait.ts'
import { withholdDumps } from '../berth/protect/core-dumps.ts'
import { keepCompiledCode } from '../berth/root/root.ts'
import { missingPrograms } from '../berth/tools.ts'
import type { BerthId, Facts, Machine, ReadRequest, RunId } from '../machine/machine.ts'
import { swapBytes } from '../probe/swap-space.ts'
import { kit } from '../working-copy/kit.ts'
import { spareBerths } from './spares.ts'

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
  berth: ReadyBerth
  barrier?: Barrier
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
  const folderOf = (request: ReadRequest) =>
    'pid' in request ? folderInProc(request) : `/proc/${berthOf(request.berth).init}/root`
  let count = 0
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
      const berth = prepareBerth(await spares.take(), request)
      berths.set(berth.id, { berth })
      return berth.id
    },

    async closeBerth({ berth: id }) {
      const { berth, barrier, world } = entryOf(id)
      barrier?.open()
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
      runs.set(id, entryOf(berth).barrier?.withoutAsking(start) ?? start())
      return id
    },

    async holdBack({ berth, files, refuses }) {
      entryOf(berth).barrier = new Barrier(berthOf(berth), files, refuses)
    },

    async settle({ berth }) {
      entryOf(berth).barrier?.open()
      await settle(berthOf(berth))
    },

    async waitForCommand({ run, command, timeout }) {
      const program = runOf(run)
      return waitForCommand(program, command, timeout, entryOf(program.berth.id).barrier)
    },

    waitForOutput: async ({ run, text, timeout }) => waitForOutput(runOf(run), text, timeout),
    waitForExit: async ({ run, timeout }) => waitForExit(runOf(run), timeout),
    nodeStartTime: ({ berth }) => nodeStartTime(berthOf(berth)),
    prioritise: async ({ isPrioritised }) => prioritise(isPrioritised),

    async write({ run, text }) {
      const { stdin } = runOf(run).process
      if (text === null) stdin?.end()
      else stdin?.write(text)
    },

    async signal({ run, pid, signal }) {
      const program = runOf(run)
      if (pid === undefined) program.process.kill(signal)
      // It may have ended by now, and its number be somebody else's.
      else if (pidsOf(program.berth).includes(pid)) unlessEnded(undefined, () => process.kill(pid, signal))
    },

    read: async (request) => readIn(folderOf(request), request.path),
    tree: async (request) => filesBelow(pathInRoot(folderOf(request), request.path)),

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
      entry.berth = { ...entry.berth, ledger: takeLedger(entry.berth, entry.berth.sharedState) }
    },

    async waitForRequests({ berth, words, timeout }) {
      const { berth: opened, world } = entryOf(berth)
      if (!world) throw new Error(`There is no world outside of ${berth}`)
      await waitFor(opened, world.hasHeard(words), timeout)
      return world.heard
    },

    request: ({ pid, address, word }) => requestFrom(pid, address, word),
    networkOf: async ({ pid }) => unlessEnded(null, () => networkOf(pid)),
    network: async ({ berth }) => networkOf(berthOf(berth).init),
    rules: async ({ berth }) => rulesOf(berthOf(berth).init),
  }
  const closeAll = async () => {
    for (const berth of berths.keys()) await machine.closeBerth({ berth })
    removeEmptyFolders()
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
