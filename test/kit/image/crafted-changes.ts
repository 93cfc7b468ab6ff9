import type { TarEntry } from './tarball.ts'

/** Something that a second layer does to the first. */
interface Change {
  before?: TarEntry[]
  after: TarEntry[]
}

const folder = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'directory',
  ...more,
})
const file = (path: string, content: string = path): TarEntry => ({ path, content, mtime: 1_450_000_000 })
const gone = (path: string): TarEntry => ({ path: path.replace(/[^/]+$/, '.wh.$&') })
const opaque = (path: string): TarEntry => ({ path: `${path}/.wh..wh..opq` })

const whiteouts: Change[] = [
  { before: [file('etc/removed')], after: [gone('etc/removed'), gone('etc/never-there')] },
  { before: [folder('gone'), folder('gone/deep'), file('gone/deep/file')], after: [gone('gone')] },
  { before: [file('usr/bin/gone')], after: [gone('bin/gone')] },
  { before: [{ path: 'etc/link-gone', type: 'symlink', link: 'passwd' }], after: [gone('etc/link-gone')] },
  // Marks of AUFS itself, which a layer of old may have.
  { after: [{ path: '.wh..wh.aufs' }] },
  // Only what was below is hidden, wherever in its layer the mark stands.
  {
    before: [folder('again'), file('again/old')],
    after: [gone('again'), folder('again', { mode: 0o711 }), file('again/new')],
  },
  {
    before: [folder('again-before'), file('again-before/old')],
    after: [folder('again-before'), file('again-before/new'), gone('again-before')],
  },
  { before: [file('file-again', 'old')], after: [file('file-again', 'new'), gone('file-again')] },
]

const opaques: Change[] = [
  {
    before: [folder('opaque'), file('opaque/a'), folder('opaque/sub'), file('opaque/sub/b')],
    after: [folder('opaque', { mode: 0o700, mtime: 1_460_000_000 }), opaque('opaque'), file('opaque/new')],
  },
  {
    before: [
      folder('opaque-last'),
      file('opaque-last/a'),
      folder('opaque-last/sub'),
      file('opaque-last/sub/b'),
    ],
    after: [
      folder('opaque-last'),
      folder('opaque-last/sub', { mtime: 1_470_000_000 }),
      file('opaque-last/sub/new'),
      opaque('opaque-last'),
    ],
  },
  { before: [folder('emptied', { mtime: 1_480_000_000 }), file('emptied/a')], after: [opaque('emptied')] },
]

const replacements: Change[] = [
  { before: [folder('to-file'), folder('to-file/sub'), file('to-file/sub/a')], after: [file('to-file')] },
  { before: [file('to-folder')], after: [folder('to-folder'), file('to-folder/inside')] },
  {
    before: [folder('to-link'), file('to-link/a')],
    after: [{ path: 'to-link', type: 'symlink', link: 'etc' }],
  },
  {
    before: [{ path: 'link-to-folder', type: 'symlink', link: 'etc' }],
    after: [folder('link-to-folder'), file('link-to-folder/only-here')],
  },
  {
    before: [{ path: 'link-to-file', type: 'symlink', link: 'etc/shadow' }],
    after: [file('link-to-file', 'not into etc/shadow')],
  },
  {
    before: [{ path: 'turns', type: 'symlink', link: 'var' }, file('turns/in-var')],
    after: [{ path: 'turns', type: 'symlink', link: 'etc' }, file('turns/in-etc')],
  },
  {
    before: [{ path: 'to-device', content: '' }],
    after: [{ path: 'to-device', type: 'char', device: [1, 5], mode: 0o666 }],
  },
  { before: [{ path: 'from-fifo', type: 'fifo' }], after: [file('from-fifo')] },
  { before: [], after: [file('hard/to-be-replaced', 'new')] },
  { before: [], after: [folder('attributes', { mode: 0o755, xattrs: { 'user.new': 'only' } })] },
  {
    before: [{ path: 'loses-attributes', mode: 0o4755, xattrs: { 'user.old': 'x' } }],
    after: [file('loses-attributes')],
  },
]

const additions: Change[] = [
  { after: [folder('./', { mtime: 1_500_000_000 })] },
  // A folder that is not mentioned keeps its time, whatever happens in it.
  { before: [folder('untouched', { mtime: 1_111_111_111 })], after: [file('untouched/new')] },
  { after: [{ path: 'hard/across', type: 'hardlink', link: 'hard/lower' }] },
  { after: [file('bin/added-through-a-link')] },
]

export const later: Change[] = [whiteouts, opaques, replacements, additions].flat()

/** The third layer: what the second has taken away or changed, once more. */
export const latest: TarEntry[] = [
  // See by-the-spec.ts: umoci forgets their times when it finds the mark after them.
  folder('again-before'),
  folder('opaque-last/sub', { mtime: 1_470_000_000 }),
  file('etc/removed', 'back again'),
  folder('gone', { mode: 0o2770, gid: 3, mtime: '1490000000.25' }),
  file('gone/other'),
  folder('to-file'),
  file('to-file/inside'),
  file('to-link/through-it'),
  gone('hard/first'),
  gone('again'),
]
