import { join } from 'node:path'
import { cached, type Setup } from '../cache.ts'
import { run } from '../child.ts'
import type { Packages } from '../packages/packages.ts'
import { thisMachine } from './accelerator.ts'
import { fileMemory, type Hardware, hardwareArguments, savedDisk, scratchDisk } from './arguments.ts'
import { type Qemu, startQemu } from './qemu.ts'

/**
 * A lab as it is after its boot, agent waiting: the memory in `ram`, the devices in `state`, and `fs.img`
 * as the guest had mounted it by then.
 *
 * @returns its folder
 */
export async function ensureSnapshot(setup: Setup, packages: Packages, hardware: Hardware): Promise<string> {
  const facts = [hardware, hardwareArguments(hardware, []), packages.key, thisMachine()]
  return cached(setup, 'snapshot', facts, async (dir) => {
    setup.onProgress({ what: 'Booting the lab once, to keep it ready' })
    await run(['cp', '--sparse=always', join(dir, hardware.image, 'fs.img'), dir], { signal: setup.signal })
    const args = [...hardwareArguments(hardware, savedDisk('fs.img')), ...fileMemory(hardware, 'on')]
    const qemu = startQemu(packages, dir, args, setup.signal)
    try {
      await qemu.wait(qemu.rpc.call('rehearse'), REHEARSAL)
      await qemu.wait(save(qemu))
    } finally {
      await qemu.kill()
    }
  })
}

/** How long boot and rehearsal may take together on a machine that is very busy, in seconds. */
const REHEARSAL = 300

async function save({ qmp }: Qemu) {
  await qmp.execute('stop')
  await qmp.migrate('migrate', 'exec:cat > state')
}

/** How long a restore may take on a machine that is very busy, in seconds. */
const PATIENCE = 60

/** Starts a lab from the snapshot in `dir`, which stays as it is: any number of them run side by side. */
export async function restore(
  packages: Packages,
  hardware: Hardware,
  dir: string,
  signal?: AbortSignal,
): Promise<Qemu> {
  const args = [...hardwareArguments(hardware, scratchDisk('fs.img')), ...fileMemory(hardware, 'off')]
  const qemu = startQemu(packages, dir, [...args, '-incoming', 'defer'], signal)
  try {
    await qemu.wait(resume(qemu), PATIENCE)
    await qemu.wait(qemu.rpc.call('ping'), PATIENCE)
    return qemu
  } catch (error) {
    await qemu.kill()
    throw error
  }
}

async function resume({ qmp }: Qemu) {
  await qmp.migrate('migrate-incoming', 'exec:cat state')
  await qmp.execute('cont')
}
