import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../child.ts'
import type { Packages } from '../packages/packages.ts'
import { makeRoot } from '../packages/unpack.ts'
import { BOOT_MODULES, copyModules } from './modules.ts'
import { PROJECT } from './project.ts'
import { linkApplets } from './tree.ts'

/** The kernel has no driver for its own disk built in, so it starts from this small archive. */
export async function makeInitramfs(file: string, work: string, packages: Packages): Promise<void> {
  await mkdir(work)
  await makeRoot(work)
  for (const dir of ['dev', 'proc', 'lower', 'upper', 'root']) await mkdir(join(work, dir))
  await copyFile(join(packages.guest, 'bin/busybox'), join(work, 'bin/busybox'))
  await copyFile(join(PROJECT, 'lab/guest/initramfs'), join(work, 'init'))
  await linkApplets(work)
  await copyModules(BOOT_MODULES, packages, work)
  const names = await readdir(work, { recursive: true })
  const cpio = [join(packages.guest, 'bin/busybox'), 'cpio', '-o', '-H', 'newc', '-F', file]
  await run(cpio, { cwd: work, input: names.join('\n') })
}
