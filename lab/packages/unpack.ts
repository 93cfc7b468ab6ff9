import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../child.ts'

/** Documentation and translations: most of the bytes, and nobody reads them here. */
export const LEFT_OUT = [
  'doc',
  'man',
  'info',
  'locale',
  'lintian',
  'bug',
  'bash-completion',
  'iso-codes',
  'xml',
]

/** A directory in which /bin, /sbin, /lib and /lib64 lead into /usr, as on any current Debian. */
export async function makeRoot(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(root, name))
  }
}

/** Unpacks a .deb into `root`. Not `dpkg-deb -x`, which puts real directories in the place of links. */
export async function unpack(deb: string, root: string, signal?: AbortSignal): Promise<void> {
  const tar = ['tar', '-x', '-C', root, '--no-same-owner', '--keep-directory-symlink']
  const excluded = LEFT_OUT.map((name) => `--exclude=./usr/share/${name}`)
  // tar dies with the shell, as the shell does with us: what it left could not be removed under its hands.
  const pipe = 'dpkg-deb --fsys-tarfile "$0" | setpriv --pdeathsig KILL "$@"'
  await run(['sh', '-c', pipe, deb, ...tar, ...excluded], { signal })
}
