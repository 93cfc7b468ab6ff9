import { randomInt } from 'node:crypto'
import type { Cgroup, Process } from '../../machine/process.ts'
import { fail, waits } from '../../verdict/judgement.ts'
import { heldCommand, nonce } from '../command.ts'
import { complaint } from '../complaint.ts'
import { failedAt } from '../failed-at.ts'
import { once } from '../once.ts'
import { isWithin } from '../path.ts'
import { openedTooSoon } from '../patience.ts'
import { openPodmanBerth } from './podman.ts'
import { argv, asked, filter, name, options, rootfs } from './podman-options.ts'

// Two containers of podman's. The first is held alive, with all that can be asked for; a second command is executed in
// it; it is stopped, against its will, and removed. The second one is started in front, and ends by itself.

const { volume, readOnly } = asked

const theBerth = once(() =>
  openPodmanBerth(
    {
      'for-podman/seccomp.json': JSON.stringify(filter),
      [`volume/${volume.file}`]: volume.file,
      [`read-only/${readOnly.file}`]: readOnly.file,
    },
    { [`${asked.workdir}/${asked.variable}`]: asked.variable },
  ),
)

/** A container of podman's, held alive. */
export interface Held {
  process: Process
  /** From the one that its process is in outwards, but for the berth's own. */
  chain: Cgroup[]
}

const attempt = once(async () => {
  const { machine, berth, podman, startProgram } = await theBerth()
  // Whoever is not root writes there, too.
  await (await startProgram('chmod', ['777', volume.source, readOnly.source])).waitForExit()
  const running = await podman('run', '--detach', ...options, ...rootfs, ...argv)
  const end = await running.waitForExit()
  await machine.settle({ berth })
  const { process } = await running.waitForCommand(argv)
  // What goes wrong behind the door is in podman's log.
  const said = end.code === 0 && !process ? await (await podman('logs', name)).waitForExit() : end
  return {
    end,
    said: { ...said, code: end.code || null },
    process,
    cgroups: await machine.cgroups({ berth }),
  }
})

/** The checks that look at this container. Where podman's error names nobody's line, the first one fails, and the others wait. */
const asking = ['10.5', '10.6', '10.7', '10.8']

/** @param todo - on whose behalf it is asked for */
export async function held(todo: string): Promise<Held> {
  const { end, said, process, cgroups } = await attempt()
  const at = process ? undefined : failedAt('10-oci', [said])
  // Where `create` was right, it is on the way to the command that it failed: a crash says nothing.
  const failed = asking.find((each) => each === at) ?? (end.code === 0 ? '10.7' : asking[0])
  if ((end.code !== 0 || !process) && todo !== failed) waits([failed ?? todo])
  if (end.code !== 0 || !process)
    fail({
      expected: 'podman run, and a container that runs',
      found: end.code === 0 ? 'nobody executes its command' : `podman ended with ${end.code}`,
      message: complaint([said]),
    })
  const chain = cgroups.filter(({ path }) => path !== '/' && isWithin(process.cgroup, path)).toReversed()
  return { process, chain }
}

/** Reads a file of the machine, or as its command finds it. */
export async function read(path: string, from?: 'root' | 'cwd' | 'proc'): Promise<string | null> {
  const { machine, berth } = await theBerth()
  const pid = (await attempt()).process?.pid
  if (from === undefined || pid === undefined) return machine.read({ berth, path })
  return machine.read({ pid, from, path })
}

/** A second command in it, held while it is looked at. Whoever puts it into the cgroup is held up: see berth/program/barrier.ts. */
export const executed = once(async () => {
  const { machine, berth, podman } = await theBerth()
  const { argv: command, status } = heldCommand()
  await machine.holdBack({ berth, files: ['cgroup.procs', 'cgroup.threads'] })
  const running = await podman('exec', '--interactive', name, ...command)
  const sighting = await running.waitForCommand(command)
  const { process, timedOut } = sighting
  await machine.settle({ berth })
  // It was given all that time to come to its command: that is not waited for again.
  if (timedOut) await running.signal('SIGKILL')
  const about = process && (await machine.read({ pid: process.pid, from: 'proc', path: 'status' }))
  await running.write('\n')
  return {
    status,
    process,
    openedTooSoon: openedTooSoon([sighting]),
    uid: /^Uid:\s+(\d+)/m.exec(about ?? '')?.[1],
    end: await running.waitForExit(),
  }
})

/** Another container, in front, to its end. */
async function runInFront() {
  const { ended } = await theBerth()
  const status = randomInt(3, 100)
  const said = { out: nonce(), err: nonce() }
  const line = `echo ${said.out}; echo ${said.err} >&2; exit ${status}`
  const end = await ended(
    'run',
    '--rm',
    '--network',
    'none',
    '--ulimit',
    'host',
    ...rootfs,
    '/bin/sh',
    '-c',
    line,
  )
  return { status, said, end }
}

/** The first one, stopped and removed. */
async function stop() {
  const { machine, berth, ended } = await theBerth()
  const { process, chain } = await held('10.9')
  await executed()
  const stopped = await ended('stop', '--time', '1', name)
  const logs = await ended('logs', name)
  const remove = await ended('rm', name)
  await machine.settle({ berth })
  const lives = (await machine.processes({ berth })).some(({ pid }) => pid === process.pid)
  const paths = (await machine.cgroups({ berth })).map(({ path }) => path)
  const left = chain.map(({ path }) => path).find((path) => path.includes('/libpod-') && paths.includes(path))
  return { stopped, logs, remove, lives, left }
}

/** Both to their ends, side by side. */
export const over = once(async () => {
  const { machine, berth, close } = await theBerth()
  const [inFront, first] = await Promise.all([runInFront(), stop()])
  // Whoever watched them tidies up behind them.
  await machine.settle({ berth })
  await close()
  return { ...inFront, ...first }
})
