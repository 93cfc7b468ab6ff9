import { setTimeout as delay } from 'node:timers/promises'
import { heldCommand, nonce } from '../grader/evidence/command.ts'
import type { BerthId, Machine, RunId } from '../grader/machine/machine.ts'
import { remoteMachine } from '../grader/machine/remote.ts'
import { workingCopy } from '../grader/machine/working-copy.ts'
import { openLab } from '../lab/index.ts'
import { type Milliseconds, timed } from './stopwatch.ts'

const MiB = 1024 * 1024
const patience = 60_000
const container = ['solutions/05-cgroups/container.ts', 'run', 'busybox']

/** For how long a grade watches two threads that never rest. */
const window: Milliseconds = 1_000

/** The loads of a grade, at the middle of their sizes. The lab's own shell reads them line by line. */
const shell = 'while read -r load; do eval "$load"; echo "$0 $((done += 1))"; done'
const touch = (size: number) => `dd if=/zero of=/dev/null bs=${size}M count=1`
const image = { file: { sparse: 300 * MiB }, zero: { device: [1, 5] as [number, number] } }

/**
 * What a grade of 05 cannot do without: two containers held at the gate, and beside them one under four loads, in a
 * lab that is running and in berths that are open.
 */
export async function evidenceAlone(): Promise<Milliseconds> {
  const lab = await openLab()
  try {
    const machine = remoteMachine(lab.call)
    const berth = () => machine.openBerth({ files: workingCopy('solutions'), image, mine: false })
    const [first, second] = [await berth(), await berth()]
    return await timed(() => {
      const held = holdTwo(machine, first)
      return Promise.all([held, load(machine, second, held)])
    })
  } finally {
    await lab.close()
  }
}

/** As `grader/evidence/cgroups.ts`. */
async function holdTwo(machine: Machine, berth: BerthId) {
  await machine.cgroups({ berth })
  await machine.gate({ berth })
  const containers = await Promise.all(
    [heldCommand(), heldCommand()].map(({ argv }) => start(machine, berth, argv)),
  )
  await machine.settle({ berth })
  await machine.cgroups({ berth })
  const [polite, killed] = containers
  if (!polite || !killed) throw new Error('Two were started')
  await machine.write({ run: polite.run, text: '\n' })
  await machine.signal({ run: killed.run, pid: killed.pid, signal: 'SIGKILL' })
  await Promise.all(containers.map(({ run }) => machine.ended({ run, timeout: patience })))
  await machine.cgroups({ berth })
}

/** As `grader/evidence/loads.ts`. */
async function load(machine: Machine, berth: BerthId, others: Promise<void>) {
  const mark = nonce()
  const { run } = await start(machine, berth, ['/bin/sh', '-c', shell, mark])
  let count = 0
  const after = async (load: string) => {
    await machine.write({ run, text: `${load}\n` })
    await printed(machine, run, `${mark} ${++count}\n`)
    await machine.cgroups({ berth })
  }
  await machine.cgroups({ berth })
  await after(touch(60))
  await after('dd if=/file of=/dev/null bs=1M')
  await others
  await after('while :; do :; done & one=$!; while :; do :; done & two=$!')
  await delay(window)
  await machine.cgroups({ berth })
  await after('kill $one $two')
  await after(touch(155))
  await machine.write({ run, text: null })
  await machine.ended({ run, timeout: patience })
}

async function start(machine: Machine, berth: BerthId, argv: string[]) {
  const run = await machine.start({ berth, args: [...container, ...argv] })
  const { process } = await machine.sighted({ run, command: argv, timeout: patience })
  if (process) return { run, pid: process.pid }
  const { stderr } = await machine.ended({ run, timeout: patience })
  throw new Error(`The reference did not get to its command: ${stderr}`)
}

async function printed(machine: Machine, run: RunId, text: string) {
  if (!(await machine.printed({ run, text, timeout: patience })))
    throw new Error(`No ${text.trim()} was printed`)
}
