import { realpath, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Duplex } from 'node:stream'
import { openCache, type Setup } from './cache.ts'
import { ensureImage } from './image/image.ts'
import { messages } from './messages.ts'
import { ensurePackages } from './packages/packages.ts'
import { checkPlatform } from './platform.ts'
import type { OnProgress } from './progress.ts'
import { chooseAccelerator } from './vm/accelerator.ts'
import type { Hardware } from './vm/arguments.ts'
import { boot } from './vm/boot.ts'
import { attacher, type Disk } from './vm/disks.ts'
import type { Qemu } from './vm/qemu.ts'
import { ensureSnapshot, restore } from './vm/snapshot.ts'

/** A running lab. */
export interface Lab {
  /** `uname -r`: `6.1.0-56-cloud-amd64` */
  kernel: string
  /** Whether it came from the snapshot; else it was booted. */
  restored: boolean
  /**
   * Asks the agent inside.
   *
   * @throws what the method threw, with its properties, or a {@link LabError} when the lab ended
   */
  call<T>(method: string, params?: unknown): Promise<T>
  /**
   * Shows files of this machine inside, without copying them: `path` becomes a link to a block device whose first
   * bytes are the file's, padded with zeros to whole sectors. It is read-only unless {@link Disk} says otherwise.
   *
   * @throws {LabError} when a file cannot be read, and then there is no link to any of them; EEXIST where something
   * is at a `path` already
   */
  attach(disks: Disk[]): Promise<void>
  /** The streams of the one program at a time that `exec` runs. */
  ports: Record<'in' | 'out' | 'err', Duplex>
  /** Ends it at once. Everything that was written in it is gone. */
  close(): Promise<void>
}

export interface LabOptions {
  onProgress?: OnProgress
  /** Ends the set-up or the lab. */
  signal?: AbortSignal
  /** MiB, 512 if not given. */
  memory?: number
  /** A further ext4 disk image, found read-only on /disk. */
  disk?: string
  /** Boot it, though it could be restored. */
  cold?: boolean
}

/**
 * Starts a lab, after setting it up where that is the first time.
 *
 * @throws {LabError} when that is not possible on this machine
 * @example
 * const lab = await openLab()
 * await lab.call('ping')
 * await lab.close()
 */
export async function openLab(options: LabOptions = {}): Promise<Lab> {
  checkPlatform()
  const { onProgress = () => {}, signal, memory = 512, cold = false } = options
  const setup: Setup = { cache: await openCache(), onProgress, signal }
  const packages = await ensurePackages(setup)
  const image = await ensureImage(setup, packages)
  const machine = {
    // Folders of the cache lie side by side, so that this leads there from each of them.
    image: `../${basename(image)}`,
    memory,
    disk: options.disk === undefined ? undefined : await describe(options.disk),
  }
  const accelerator = await chooseAccelerator(setup, packages, machine, image)
  const hardware: Hardware = { ...machine, accelerator }

  const start = async (): Promise<{ qemu: Qemu; restored: boolean }> => {
    if (!cold) {
      const snapshot = await ensureSnapshot(setup, packages, hardware)
      try {
        return { qemu: await restore(packages, hardware, snapshot, signal), restored: true }
      } catch (error) {
        signal?.throwIfAborted()
        // Made anew next time; whoever else runs from it keeps its files.
        await rm(snapshot, { recursive: true, force: true })
        onProgress({ what: messages.restoreFailed((error as Error).message) })
      }
    }
    return { qemu: await boot(packages, hardware, image, { signal }), restored: false }
  }
  const { qemu, restored } = await start()
  qemu.watch()
  await qemu.rpc.call('clock', { now: Date.now() })
  return {
    kernel: packages.kernel,
    restored,
    call: qemu.rpc.call,
    attach: attacher(qemu),
    ports: qemu.ports,
    close: qemu.kill,
  }
}

async function describe(disk: string) {
  const path = await realpath(disk)
  const { size, mtimeMs } = await stat(path)
  return { path, version: `${size} ${mtimeMs}` }
}
