// Where the judge may look: pipes, symlinks to themselves and out, endless files, folders that are deeper than a path is
// long, and names that are no text.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'

const rootfs = '/fs/busybox/rootfs'
for (const name of readdirSync(rootfs)) rmSync(`${rootfs}/${name}`, { recursive: true, force: true })
for (const name of ['proc', 'etc', 'tmp']) execFileSync('mkfifo', [`${rootfs}/${name}`])
symlinkSync('loop', `${rootfs}/loop`)
symlinkSync('/dev/zero', `${rootfs}/bin`)
symlinkSync('/', '/fs/root')
symlinkSync('/proc', `/fs/rootfs`)
mkdirSync('/fs/other')
symlinkSync('/', '/fs/other/rootfs')
mkdirSync(Buffer.from('/fs/\xff\xfe', 'latin1'))
process.chdir('/fs')
for (let depth = 0; depth < 2_000; depth++) {
  mkdirSync('deep')
  process.chdir('deep')
}
