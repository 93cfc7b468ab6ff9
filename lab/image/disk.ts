import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../child.ts'
import { program } from '../packages/program.ts'

/**
 * Writes the files below `tree` to a new ext4 disk, all owned by root whoever we are.
 *
 * @param size - as mke2fs takes it, `512M`; the file has holes for what is not used
 * @param host - the unpacked packages that bring mke2fs
 */
export async function makeDisk(file: string, tree: string, size: string, host: string, signal?: AbortSignal) {
  const env = { ...process.env, MKE2FS_CONFIG: join(host, 'etc/mke2fs.conf') }
  const features = ['-t', 'ext4', '-O', '^has_journal', '-m', '0', '-E', 'root_owner=0:0']
  await run([...program(host, 'usr/sbin/mke2fs'), '-q', ...features, '-d', tree, file, size], { env, signal })

  const paths = (await readdir(tree, { recursive: true })).map((path) => `"/${path}"`)
  const input = paths
    .flatMap((path) => [`set_inode_field ${path} uid 0`, `set_inode_field ${path} gid 0`, ''])
    .join('\n')
  await run([...program(host, 'usr/sbin/debugfs'), '-w', file], { input, signal })
}
