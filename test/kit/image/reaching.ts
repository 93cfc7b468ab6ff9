import type { TarEntry } from './tarball.ts'

/** The folder that is reached for, outside every image. */
export const canary = '/fs/canary'

/** The same from any folder, however deep. */
const climbed = `${'../'.repeat(20)}${canary.slice(1)}`

const file = (path: string): TarEntry => ({ path, content: 'reached' })
const symlink = (path: string, link: string): TarEntry => ({ path, type: 'symlink', link })
const hardlink = (path: string, link: string): TarEntry => ({ path, type: 'hardlink', link })
const folder = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'directory',
  ...more,
})

const out = symlink('out', canary)
const kept = [folder('etc'), file('etc/kept')]

/**
 * Images that reach out of their own root, by their layers. Whether they are refused or the root is taken for `/`, as it
 * is to a container, nothing is changed outside, and `etc/kept` is there where they are not refused.
 */
export const reaching: Record<string, TarEntry[][]> = {
  'absolute-name': [[...kept, file(`${canary}/absolute-name`)]],
  'parents-in-name': [[...kept, file(`${climbed}/parents-in-name`)]],
  'parents-within-name': [[...kept, file(`etc/${climbed}/parents-within-name`)]],
  'through-link': [[...kept, out, file('out/through-link')]],
  'through-relative-link': [[...kept, symlink('out', climbed), file('out/through-relative-link')]],
  'through-lower-link': [[...kept, out], [file('out/through-lower-link')]],
  'through-two-links': [
    [...kept, symlink('up', '..'), symlink('out', `up/${climbed}`), file('out/two-links')],
  ],
  'through-proc': [[...kept, symlink('out', '/proc/self/root/fs/canary'), file('out/through-proc')]],
  'folder-on-link': [[...kept, out], [folder('out', { mode: 0o777, uid: 7, xattrs: { 'user.x': 'y' } })]],
  'file-on-link': [[...kept, symlink('file', `${canary}/file`), file('file')]],
  'hard-link': [[...kept, hardlink('file', `${canary}/file`)], [file('file')]],
  'hard-link-parents': [[...kept, hardlink('file', `${climbed}/file`), file('file')]],
  'hard-link-through-link': [[...kept, out, hardlink('file', 'out/file'), file('file')]],
  'hard-link-to-link': [[...kept, symlink('link', `${canary}/file`), hardlink('file', 'link'), file('file')]],
  'whiteout-through-link': [[...kept, out], [file('out/.wh.file')]],
  'opaque-through-link': [[...kept, out], [file('out/.wh..wh..opq')]],
  'whiteout-of-parent': [[...kept], [file('.wh...'), file('etc/.wh...')]],
  'whiteout-of-itself': [[...kept], [file('etc/.wh..')]],
  'whiteout-of-nothing': [[...kept], [file('etc/.wh.')]],
  'root-as-link': [[...kept], [symlink('./', canary), file('root-as-link')]],
  'link-loop': [[...kept, symlink('a', 'b'), symlink('b', 'a'), file('a/file')]],
}
