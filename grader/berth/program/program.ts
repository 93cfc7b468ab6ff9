import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Ended } from '../../machine/process.ts'
import type { Berth, ReadyBerth } from '../berth.ts'
import { moveTo } from '../cgroup.ts'
import { inNamespacesWithMounts } from '../namespaces.ts'
import { withoutCapabilities } from '../protect/capabilities.ts'
import { compileCache, node, strippedTypes, workshop } from '../root/paths.ts'

/** The environment of attendees' code: nothing of the machine's, no tokens and no agent sockets. */
export const environment = {
  PATH: `${node}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  HOME: '/root',
  LANG: 'C.UTF-8',
  // As by hand, where it is the terminal's.
  TERM: 'xterm',
  NODE_COMPILE_CACHE: compileCache,
}

/** More than this of what a program prints is not kept, characters. */
const outputLimit = 64 * 1024

/** A program of the attendee's that runs, or has run, in a berth. */
export interface Program {
  berth: Berth
  process: ChildProcess
  output: { stdout: string; stderr: string }
  /** The end of what it has printed so far, however much that is. */
  latest: string
  /** Fulfilled when it has ended and its output, or what of it fits, is there. */
  end: Promise<Pick<Ended, 'code' | 'signal'>>
}

/**
 * Every program begins with this shell, which waits until we have moved it to the leaf. We do not enter the leaf ourselves, to
 * start it in there: the leaf belongs to the code, which may freeze, limit or kill whoever is in it.
 */
const onceMoved = 'read moved <&3 && exec "$@" 3<&-'

/**
 * Then it enters the berth's mounts as they are by now: the code may have mounted programs of its own over these, and they
 * run within its bounds. PWD and OLDPWD were set by the shell.
 */
const amongMounts = ['nsenter', '--mount=/proc/1/ns/mnt', '--', 'sh', '-c']
const become = `cd ${workshop} && unset PWD OLDPWD && exec "$@"`

/** Starts a program in the berth, in its leaf `init` and in its namespaces. */
export function startProgram(berth: ReadyBerth, command: string[]): Program {
  const child = spawnBehind(
    berth,
    withoutCapabilities(['sh', '-c', onceMoved, 'sh', ...amongMounts, become, 'sh', ...command], berth),
  )
  const output = { stdout: '', stderr: '' }
  child.stdin.on('error', () => undefined)
  const program: Program = { berth, process: child, output, latest: '', end: endOf(child, output) }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8')
    child[name].on('data', (text: string) => {
      output[name] += text.slice(0, outputLimit - output[name].length)
      if (name === 'stdout') program.latest = (program.latest + text).slice(-outputLimit)
    })
  }
  release(child, berth.leaf, output)
  return program
}

function spawnBehind(berth: ReadyBerth, [file, args]: [string, string[]]) {
  const options = [`--require=${strippedTypes}`, ...(berth.mine ? ['--conditions=mine'] : [])]
  return inNamespacesWithMounts(berth.init, berth.mounts, () =>
    spawn(file, args, {
      // Before it is among the berth's mounts there is no other folder.
      cwd: '/',
      env: { ...environment, NODE_OPTIONS: options.join(' ') },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      // A session of its own: no namespace keeps a signal for process 0, the sender's group (kill(2)), from ours.
      detached: true,
    }),
  ) as ChildProcessByStdio<Writable, Readable, Readable>
}

/** Moves a program to the leaf and lets it begin; where the code has made that impossible, it ends. */
function release(child: ChildProcess, leaf: string, output: Program['output']): void {
  const moved = child.stdio[3] as Writable
  moved.on('error', () => undefined)
  if (child.pid === undefined) return
  try {
    moveTo(leaf, child.pid)
    moved.end('\n')
  } catch (error) {
    output.stderr += (error as Error).message
    moved.end()
  }
}

/**
 * What it left running may hold its output open for as long as the berth lives, so the end is that of the process;
 * one more turn of the event loop reads what is in the pipes by then. As a shell has it, 127 where it could not begin.
 */
function endOf(child: ChildProcess, output: Program['output']): Program['end'] {
  return new Promise((resolve) => {
    child.on('error', ({ message }) => {
      output.stderr += message
      resolve({ code: 127, signal: null })
    })
    child.on('exit', (code, signal) => {
      pipesRead().then(() => resolve({ code, signal }))
    })
  })
}

/** Fulfilled one more turn of the event loop later: what was in the pipes has been read then. */
export async function pipesRead(): Promise<void> {
  await nextTurn()
  await nextTurn()
}
