import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { run } from '../child.ts'
import type { Packages } from '../packages/packages.ts'

/** Without these the guest finds neither its disk nor us. */
export const BOOT_MODULES = ['virtio_pci', 'virtio_blk', 'virtio_console', 'overlay']

/** What attached files are disks to. */
export const DISK_MODULES = ['virtio_scsi', 'sd_mod']

/** What lessons and berths ask of the network; the kernel loads them when they are first used. */
export const NETWORK_MODULES = [
  'veth',
  'bridge',
  'br_netfilter',
  'nft_chain_nat',
  'nft_masq',
  'nft_nat',
  'nft_reject_inet',
  'nft_reject_ipv4',
  'nft_compat',
  'nft_ct',
  'xt_MASQUERADE',
]

/** Copies these kernel modules and what they depend on into `root`, with an index for modprobe. */
export async function copyModules(names: string[], { kernel, kernelRoot, guest }: Packages, root: string) {
  const busybox = join(guest, 'bin/busybox')
  const index = await run([busybox, 'depmod', '-n', '-b', kernelRoot, kernel])
  const dependencies = new Map(
    [...index.matchAll(/^(\S+\.ko[.\w]*):(.*)$/gm)].map(([, path = '', others = '']) => [
      path,
      others.split(' ').filter(Boolean),
    ]),
  )
  const isWanted = (path: string) =>
    names.includes(
      basename(path)
        .replace(/\.ko.*/, '')
        .replaceAll('-', '_'),
    )
  const wanted = [...dependencies.keys()].filter(isWanted)
  for (const path of new Set(wanted.flatMap((module) => [module, ...(dependencies.get(module) ?? [])]))) {
    const from = join('lib/modules', kernel, path)
    await mkdir(dirname(join(root, from)), { recursive: true })
    await copyFile(join(kernelRoot, from), join(root, from))
  }
  for (const name of ['modules.builtin', 'modules.order'])
    await copyFile(join(kernelRoot, 'lib/modules', kernel, name), join(root, 'lib/modules', kernel, name))
  await run([busybox, 'depmod', '-b', root, kernel])
}
