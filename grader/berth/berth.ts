import { closeSync, mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
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
import { startFirstProcess } from './first-process.ts'
import { clockOffset, compare, type Ledger, takeLedger } from './ledger.ts'
import { inNamespacesOf, mountsBeside } from './namespaces.ts'
import { namespaceIds } from './observe/processes.ts'
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
export interface ReadyBerth extends Berth {
  /** The attendee's own earlier steps stand in for the reference (`--mine`). */
  mine: boolean
  /** Its programs have CAP_SYS_PTRACE. */
  mayTrace: boolean
  /** What was there before any code ran in it. */
  ledger: Ledger
  sharedState: SharedState
  /** clockOffset() by then. */
  clock: Milliseconds
}

/** Where each berth mounts its root, in a mount namespace of its own. */
const rootFolder = '/run/drydock'

/** Makes a berth, with the kit's own files and nothing of anybody's in it yet. */
export async function buildBerth(id: string, modules: string, kit: Files): Promise<Berth> {
  const { bounded, cgroup } = createCgroup(id)
  const [leaf, first] = [join(cgroup, 'init'), join(bounded, 'first')]
  const fs = makeFs(id)
  mkdirSync(rootFolder, { recursive: true })
  const pid = await inCgroup(cgroup, () => startFirstProcess(() => enterRoot(rootFolder, { modules, fs })))
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
export function prepareBerth(berth: Berth, request: BerthRequest): ReadyBerth {
  fillWorkshop(berth.init, request.files)
  addToImage(berth.id, request.image)
  addImages(berth.id, request.images)
  if (request.imageName !== undefined) renameImage(berth.id, request.imageName)
  if (request.cgroups !== undefined) limitCgroups(berth.cgroup, request.cgroups)
  if (request.controllersDisabled) disableControllers(berth.cgroup)
  const open = { ...berth, mine: request.mine, mayTrace: request.mayTrace ?? false, clock: clockOffset() }
  const state = sharedState()
  return { ...open, ledger: takeLedger(open, state), sharedState: state }
}

/**
 * Kills all that lives in the berth, waits until the kernel says that nothing does, and removes it.
 *
 * @returns what the code had left behind, a sentence each
 */
export async function closeBerth(berth: ReadyBerth): Promise<string[]> {
  const now = sharedState()
  // Now, since a read-only /sys or a limit on threads could keep us from killing; and once more at the end, since the code
  // runs until then.
  restore(berth.sharedState, now)
  try {
    // Frozen, or code that keeps making files would keep us reading for ever.
    return await whileFrozen(berth.bounded, async () => compare(berth.ledger, takeLedger(berth, now)))
  } finally {
    swapOff(berth.sharedState, `/proc/${berth.init}/root`)
    await killAll(berth.bounded)
    closeSync(berth.mounts)
    restore(berth.sharedState)
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
