import type { Packages } from '../packages/packages.ts'
import { type Hardware, hardwareArguments, privateMemory, scratchDisk } from './arguments.ts'
import { type Qemu, startQemu } from './qemu.ts'

/**
 * Boots a lab from its image, without a snapshot.
 *
 * @param dir - the folder that `hardware.image` is seen from
 * @param seconds - how long until its agent must answer
 */
export async function boot(
  packages: Packages,
  hardware: Hardware,
  dir: string,
  { signal, seconds }: { signal?: AbortSignal | undefined; seconds?: number } = {},
): Promise<Qemu> {
  const disk = scratchDisk(`${hardware.image}/fs.img`)
  const args = [...hardwareArguments(hardware, disk), ...privateMemory(hardware)]
  const qemu = startQemu(packages, dir, args, signal)
  try {
    await qemu.wait(qemu.rpc.call('ping'), seconds)
    return qemu
  } catch (error) {
    await qemu.kill()
    throw error
  }
}
