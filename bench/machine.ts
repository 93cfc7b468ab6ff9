import { availableParallelism, cpus, loadavg, release } from 'node:os'
import { execa } from 'execa'
import { openCache } from '../lab/cache.ts'
import { ensureImage } from '../lab/image/image.ts'
import { ensurePackages } from '../lab/packages/packages.ts'
import { program } from '../lab/packages/program.ts'
import { chooseAccelerator } from '../lab/vm/accelerator.ts'

/** How busy the machine has been for the last minute. */
export const load = () => loadavg()[0]?.toFixed(1) ?? ''

/** What the figures depend on, a line each. */
export async function description(): Promise<string[]> {
  const setup = { cache: await openCache(), onProgress: () => {} }
  const packages = await ensurePackages(setup)
  const image = await ensureImage(setup, packages)
  const accelerator = await chooseAccelerator(setup, packages, { image, memory: 512 }, image)
  const [file = '', ...args] = program(packages.host, 'usr/bin/qemu-system-x86_64')
  const { stdout } = await execa(file, [...args, '--version'])
  return [
    `${cpus()[0]?.model}, ${availableParallelism()} logical processors`,
    `Linux ${release()} · Node ${process.version}`,
    `QEMU ${/version (\S+)/.exec(stdout)?.[1]}, accelerator ${accelerator}, Linux ${packages.kernel} in the lab`,
  ]
}
