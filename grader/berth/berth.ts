import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as ns from '#provided/syscalls/namespaces.ts'
import type { BerthRequest, Files, Milliseconds } from '../machine/machine.ts'
import {
  berthsFolder,
  createCgroup,
  disableControllers,
  enableControllers,
  inCgroup,
  killAll,
  limitCgroups,
  moveTo,
  whileFrozen,
} from './cgroup.ts'
import { removeTree } from './cgroup-tree.ts'
import { clockOffset, compare, type Ledger, takeLedger } from './ledger.ts'
import { inNamespacesOf, inNewNamespaces, mountsBeside } from './namespaces.ts'
import { namespaceIds } from './observe/processes.ts'
import { environment } from './program/program.ts'
import { withoutCapabilities } from './protect/capabilities.ts'
import { restore, type SharedState, sharedState, swapOff } from './protect/shared-state.ts'
import { addToImage, copies, makeFs, removeFs, renameImage } from './root/images.ts'
import { addImages } from './root/layers.ts'
import { enterRoot, fillWorkshop, protectProc } from './root/root.ts'
import { enterToolsRoot } from './root/tools-root.ts'

/**
 * A place for attendees' code, which runs as root and is wrong in every way there is: a bounded cgroup that looks
 * like the root of the tree, namespaces of its own around whatever the code creates, and nothing to write on but
 * its working copy, /tmp and /fs. When it ends, all of it ends.
 */
export interface Berth {
  id: string
  /** Its cgroup with the bounds; the first process is in `first` below it. */
  bounded: string
  /** `root` in there: what the berth takes for the root of the tree. */
  cgroup: string
  /** `init` in there, where its programs start. */
  leaf: string
  /** Pid of its first process: whoever enters the berth enters that process's namespaces. */
  init: number
  /** Its namespaces by kind, as they were before any code could trace the first process into others. */
  namespaces: Record<string, string>
  /** An open file of the mount namespace in which programs begin: see root/tools-root.ts. */
  mounts: number
}

/** A berth that is ready for code. */
export interface OpenBerth extends Berth {
  /** The attendee's own earlier steps stand in for the reference (`--mine`). */
  mine: boolean
  /** Its programs have CAP_SYS_PTRACE. */
  mayTrace: boolean
  /** What was there before any code ran in it. */
  ledger: Ledger
  shared: SharedState
  /** clockOffset() by then. */
  clock: Milliseconds
}

const flags =
  ns.CLONE_NEWNS | ns.CLONE_NEWUTS | ns.CLONE_NEWIPC | ns.CLONE_NEWNET | ns.CLONE_NEWCGROUP | ns.CLONE_NEWPID

/**
 * Its first process: shows /proc, has `lo` up as every machine has, leaves orphans to the kernel to reap (SIGCHLD ignored,
 * wait(2)), and stays. For bash: what dash ignores is not ignored by what it executes.
 */
const firstProcess =
  'mount -t proc proc /proc && { ip link set lo up 2>/dev/null || :; } && trap "" CHLD && echo ready && exec sleep infinity'

/** Where each berth mounts its root, in a mount namespace of its own. */
const rootFolder = '/run/drydock'

/** Makes a berth, with the kit's own files and nothing of anybody's in it yet. */
export async function buildBerth(id: string, modules: string, kit: Files): Promise<Berth> {
  const { bounded, cgroup } = createCgroup(id)
  const [leaf, first] = [join(cgroup, 'init'), join(bounded, 'first')]
  const fs = makeFs(id)
  mkdirSync(rootFolder, { recursive: true })
  const [file, args] = withoutCapabilities(['bash', '-c', firstProcess])
  const child = inCgroup(cgroup, () =>
    inNewNamespaces(flags, () => {
      enterRoot(rootFolder, { modules, fs })
      return spawn(file, ['--pdeathsig', 'KILL', ...args], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    }),
  )
  const pid = await ready(child)
  // Out of the berth's own root: there the code could set a memory.max that has the kernel kill it.
  moveTo(first, pid)
  enableControllers(cgroup)
  inNamespacesOf(pid, protectProc)
  fillWorkshop(pid, kit)
  return {
    id,
    bounded,
    cgroup,
    leaf,
    init: pid,
    namespaces: namespaceIds(pid),
    mounts: mountsBeside(pid, enterToolsRoot),
  }
}

/** Lays what a request asks for into a berth: files, images, limits. */
export function openBerth(berth: Berth, request: BerthRequest): OpenBerth {
  fillWorkshop(berth.init, request.files)
  addToImage(berth.id, request.image)
  addImages(berth.id, request.images)
  if (request.imageName !== undefined) renameImage(berth.id, request.imageName)
  if (request.cgroups !== undefined) limitCgroups(berth.cgroup, request.cgroups)
  if (request.controllersDisabled) disableControllers(berth.cgroup)
  const open = { ...berth, mine: request.mine, mayTrace: request.mayTrace ?? false, clock: clockOffset() }
  const shared = sharedState()
  return { ...open, ledger: takeLedger(open, shared), shared }
}

/** Waits for the first process to say that /proc is there. */
async function ready(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number> {
  let complaint = ''
  child.stderr.on('data', (text) => {
    complaint += text
  })
  const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  if (String(first).trim() !== 'ready') throw new Error(`The berth did not start: ${complaint.trim()}`)
  return child.pid as number
}

/**
 * Kills all that lives in the berth, waits until the kernel says that nothing does, and removes it.
 *
 * @returns what the code had left behind, a sentence each
 */
export async function closeBerth(berth: OpenBerth): Promise<string[]> {
  const shared = sharedState()
  // Now, since a read-only /sys or a limit on threads could keep us from killing; and once more at the end, since the code
  // runs until then.
  restore(berth.shared, shared)
  try {
    // Frozen, or code that keeps making files would keep us reading for ever.
    return await whileFrozen(berth.bounded, async () => compare(berth.ledger, takeLedger(berth, shared)))
  } finally {
    swapOff(berth.shared, `/proc/${berth.init}/root`)
    await killAll(berth.bounded)
    closeSync(berth.mounts)
    restore(berth.shared)
    removeTree(berth.bounded)
    removeFs(berth.id)
  }
}

/** Removes the folders in which berths were, where none is left. */
export function removeEmptyFolders(): void {
  for (const folder of [berthsFolder(), rootFolder, copies]) {
    try {
      rmdirSync(folder)
    } catch (error) {
      // Another grade is going on, or there was no berth.
      if (!['EBUSY', 'ENOTEMPTY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}
