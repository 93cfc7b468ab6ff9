import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In one line: a tar of the folder $1, and what sha256 it has. */
const digestOfTar = '"$0" tar -c -C "$1" . | "$0" sha256sum'

/**
 * Lays the image `busybox`, which is one folder, out in layers as well: one layer, a second copy, under the digest of its tar.
 *
 * @param fs - where images are
 * @param busybox - the program
 */
export function addBusyboxLayer(fs: string, busybox: string): void {
  const rootfs = join(fs, 'busybox/rootfs')
  const output = execFileSync(busybox, ['sh', '-c', digestOfTar, busybox, rootfs], { encoding: 'utf8' })
  const [digest = ''] = output.split(' ')
  const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true }
  cpSync(rootfs, join(fs, '.layers/sha256', digest), options)
  const config = { config: { Cmd: ['sh'] }, rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] } }
  writeFileSync(join(fs, 'busybox/config.json'), JSON.stringify(config))
}
