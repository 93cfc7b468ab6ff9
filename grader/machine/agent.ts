import { readFileSync } from 'node:fs'
import { availableParallelism, release } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type Berth, closeBerth, type Opened, openBerth } from '../berth/berth.ts'
import { makeSpares } from '../berth/fs.ts'
import { Gate } from '../berth/gate.ts'
import { mountsOf } from '../berth/mountinfo.ts'
import { cgroupsOf, look, pidsOf } from '../berth/processes.ts'
import { type Program, startProgram } from '../berth/program.ts'
import { keepCompiledCode } from '../berth/root.ts'
import { sight } from '../berth/sight.ts'
import type { BerthId, Ended, Facts, Machine, RunId } from './machine.ts'

interface Run {
  program: Program
  gate: Gate | undefined
}

export interface Agent {
  machine: Machine
  /** Ends every berth that is still open. */
  closeAll(): Promise<void>
  /** Keeps what Node compiled in a berth for all later ones, and lays out the files of so many. */
  prepare(berth: BerthId, count: number): void
}

/**
 * The side of a Machine that stands beside the code it judges: in a process of its own on this machine, or in the lab.
 *
 * @param kind which of the two
 * @param modules the folder `node_modules` that berths are given
 */
export function createAgent(kind: Facts['kind'], modules: string): Agent {
  const berths = new Map<BerthId, Berth & Opened>()
  const runs = new Map<RunId, Run>()
  const berthOf = (id: BerthId) => known(berths, id)
  const runOf = (id: RunId) => known(runs, id)
  let count = 0

  const machine: Machine = {
    facts: async () => ({ kind, kernel: release(), swapBytes: swapBytes(), cpus: availableParallelism() }),

    async openBerth({ files, image, mine }) {
      const id = `${process.pid}-${++count}`
      berths.set(id, await openBerth(id, { files, image, modules, mine }))
      return id
    },

    async closeBerth({ berth }) {
      for (const run of runs.values()) if (run.program.berth.id === berth) run.gate?.open()
      const left = await closeBerth(berthOf(berth))
      berths.delete(berth)
      return left
    },

    async start({ berth, args, gated }) {
      const place = berthOf(berth)
      const gate = gated ? new Gate(place) : undefined
      const id = `${berth}:${++count}`
      runs.set(id, { program: startProgram(place, args), gate })
      return id
    },

    async sighted({ run, command, timeout }) {
      const { program, gate } = runOf(run)
      const sighting = await sight({ program, gate }, command, timeout)
      gate?.open()
      return sighting
    },

    async printed({ run, text, timeout }) {
      const { output, process, end } = runOf(run).program
      const deadline = AbortSignal.timeout(timeout)
      const printed = () => output.stdout.includes(text)
      await Promise.race([
        end,
        new Promise<void>((resolve) => {
          const done = () => resolve()
          deadline.addEventListener('abort', done)
          process.stdout?.on('data', () => printed() && done())
          if (printed()) done()
        }),
      ])
      return printed()
    },

    async ended({ run, timeout }): Promise<Ended> {
      const { program, gate } = runOf(run)
      const late = new AbortController()
      const overdue = await Promise.race([
        program.end.then(() => false),
        delay(timeout, true, { signal: late.signal }).catch(() => false),
      ])
      late.abort()
      gate?.open()
      if (overdue) program.process.kill('SIGKILL')
      return { ...(await program.end), overdue, ...program.output }
    },

    async write({ run, text }) {
      const { stdin } = runOf(run).program.process
      if (text === null) stdin?.end()
      else stdin?.write(text)
    },

    async signal({ run, pid, signal }) {
      if (pid === undefined) runOf(run).program.process.kill(signal)
      else process.kill(pid, signal)
    },

    async read({ pid, from, path }) {
      try {
        return readFileSync(`/proc/${pid}/${from}/${path}`, 'utf8')
      } catch {
        return null
      }
    },

    async processes({ berth }) {
      const place = berthOf(berth)
      return pidsOf(place).flatMap((pid) => look(place, pid) ?? [])
    },

    cgroups: async ({ berth }) => cgroupsOf(berthOf(berth)),
    mounts: async ({ berth }) => mountsOf(berthOf(berth).init),
  }
  const closeAll = async () => {
    for (const berth of berths.keys()) await machine.closeBerth({ berth })
  }
  const prepare = (berth: BerthId, count: number) => {
    keepCompiledCode(berthOf(berth).init)
    makeSpares(count)
  }
  return { machine, closeAll, prepare }
}

function known<T>(things: Map<string, T>, id: string): T {
  const thing = things.get(id)
  if (!thing) throw new Error(`The machine knows no ${id}; it has ${[...things.keys()].join(', ') || 'none'}`)
  return thing
}

function swapBytes(): number {
  const kibibytes = /^SwapTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
  return Number(kibibytes) * 1024
}
