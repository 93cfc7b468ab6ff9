import { constants } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { digest, type Setup } from '../cache.ts'
import type { Packages } from '../packages/packages.ts'
import { isAllowed } from '../platform.ts'
import type { Accelerator, Hardware } from './arguments.ts'
import { boot } from './boot.ts'

/** A boot under a KVM that works takes 2 s; where virtual machines nest badly it never ends (s). */
const PATIENCE = 6

/** What a virtual machine may depend on besides QEMU. */
export const thisMachine = () => [cpus()[0]?.model, release()]

/** KVM where a whole boot under it succeeds, since its device file proves nothing. Tried once a machine. */
export async function chooseAccelerator(
  setup: Setup,
  packages: Packages,
  hardware: Omit<Hardware, 'accelerator'>,
  dir: string,
): Promise<Accelerator> {
  if (!isAllowed('/dev/kvm', constants.R_OK | constants.W_OK)) return 'tcg'

  const file = join(setup.cache, `accelerator-${digest([thisMachine(), packages.key])}`)
  const known = await readFile(file, 'utf8').catch(() => '')
  if (known) return known as Accelerator

  setup.onProgress({ what: `Trying KVM, for ${PATIENCE} s at most` })
  const options = { signal: setup.signal, seconds: PATIENCE }
  const accelerator = await boot(packages, { ...hardware, accelerator: 'kvm' }, dir, options).then(
    (qemu) => qemu.kill().then(() => 'kvm' as const),
    () => 'tcg' as const,
  )
  setup.signal?.throwIfAborted()
  await writeFile(file, accelerator)
  return accelerator
}
