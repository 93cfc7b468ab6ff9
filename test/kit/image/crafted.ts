import { later, latest } from './crafted-changes.ts'
import type { TarEntry } from './tarball.ts'

const folder = (path: string, more: Partial<TarEntry> = {}): TarEntry => ({
  path,
  type: 'directory',
  ...more,
})
const symlink = (path: string, link: string): TarEntry => ({ path, type: 'symlink', link })
const hardlink = (path: string, link: string): TarEntry => ({ path, type: 'hardlink', link })

/** What the kernel keeps of `cap_net_raw=ep`: struct vfs_cap_data of version 2, capabilities(7). */
const capNetRaw = Buffer.from('0100000200200000000000000000000000000000', 'hex')

/** `default:user:1000:rwx`, posix_acl_xattr(5): what is made in such a folder gets it too, unless one takes care. */
const defaultAcl = Buffer.from(
  `02000000${'01000700ffffffff'}${'02000700e8030000'}${'04000500ffffffff'}${'10000700ffffffff'}${'20000500ffffffff'}`,
  'hex',
)

/** Bytes that hardly repeat, the same in each run. */
const bytes = (size: number) =>
  Buffer.from(Array.from({ length: size }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 24))

const root = [
  folder('./', { mtime: 1_400_000_000, xattrs: { 'user.root': 'to go' } }),
  folder('usr/'),
  folder('usr/bin/'),
  folder('etc/'),
]

const links = [
  symlink('bin', 'usr/bin'),
  { path: 'bin/through-a-link', content: 'in usr/bin', mtime: 1_400_000_000 },
  symlink('opt', '/usr/local/opt'),
  folder('usr/local/', { mtime: 1_400_000_001 }),
  folder('usr/local/opt/', { mtime: 1_400_000_002 }),
  { path: 'opt/through-an-absolute-link', content: 'in usr/local/opt' },
  symlink('etc/mtab', '/proc/self/mounts'),
  symlink('etc/dangling', '../no/such'),
  symlink('etc/loop', 'loop'),
  { ...symlink('etc/owned', 'passwd'), uid: 1000, gid: 1001, mtime: '1600000000.000000001' },
  symlink('etc/long', `/${'segment/'.repeat(30)}`),
  symlink('dangling/link', 'target/deep'),
  { path: 'dangling/link/file', content: 'in dangling/target/deep' },
  folder('dangling/target/deep/', { mtime: 1_400_000_003 }),
  folder('dangling/target/', { mtime: 1_400_000_004 }),
  folder('dangling/', { mtime: 1_400_000_005 }),
  { ...symlink('etc/attributed', 'x'), xattrs: { 'trusted.note': 'on a link' } },
]

const modes = [
  { path: 'usr/bin/su', content: 'su', mode: 0o4755 },
  { path: 'usr/bin/of-a-user', content: 'setuid', mode: 0o4755, uid: 1000, gid: 1000 },
  { path: 'usr/bin/wall', content: 'wall', mode: 0o2755, gid: 5 },
  { path: 'usr/bin/all-bits', content: '', mode: 0o7777, uid: 7, gid: 7 },
  { path: 'etc/shadow', content: 'secret', mode: 0o000, gid: 42 },
  folder('tmp/', { mode: 0o1777 }),
  folder('var/', { mode: 0o2775, gid: 50, mtime: '1600000000.987654321' }),
  folder('var/private/', { mode: 0o700, uid: 1000 }),
  { path: 'var/private/inside', content: 'x', uid: 1000 },
]

const owners = [
  folder('owners/'),
  { path: 'owners/big', uid: 3_000_000_000, gid: 4_000_000_000 },
  { path: 'owners/big-gnu', uid: 3_000_000_001, gid: 4_000_000_001, dialect: 'gnu' as const },
  { path: 'owners/largest-octal', uid: 0o7777777, gid: 0o7777777 },
]

const attributes = [
  folder('attributes/', { xattrs: { 'user.folder': 'yes', 'user.old': 'to go' }, mode: 0o750, uid: 5 }),
  { path: 'attributes/ping', content: 'ping', mode: 0o755, xattrs: { 'security.capability': capNetRaw } },
  { path: 'attributes/binary', xattrs: { 'user.bytes': bytes(300), 'user.text': 'a=b\nc' } },
  folder('attributes/acl/', { xattrs: { 'system.posix_acl_default': defaultAcl } }),
  { path: 'attributes/acl/file', content: 'of nobody else' },
  folder('attributes/acl/folder/', { mode: 0o700 }),
  { path: 'attributes/setuid-too', mode: 0o4711, uid: 9, xattrs: { 'security.capability': capNetRaw } },
]

const devices: TarEntry[] = [
  folder('dev/'),
  { path: 'dev/null', type: 'char', device: [1, 3], mode: 0o666 },
  { path: 'dev/loop0', type: 'block', device: [7, 0], mode: 0o660, gid: 6, mtime: 1_234_567_890 },
  { path: 'dev/large', type: 'char', device: [300, 70_000], mode: 0o600 },
  { path: 'dev/fifo', type: 'fifo', mode: 0o620, uid: 1000 },
]

const name = Buffer.concat([Buffer.from('names/'), Buffer.from([0xff, 0xfe, 0x80, 0x0a])])
const names: TarEntry[] = [
  folder('names/'),
  { path: name, content: 'not UTF-8' },
  { path: 'names/ünï-cödé', content: 'composed' },
  { path: 'names/u\u0308', content: 'decomposed' },
  { path: 'names/-rf *', content: 'as an option' },
  { path: 'names/..two-dots', content: 'no parent' },
  { path: 'names/.whiteout', content: 'none' },
  { path: `names/${'n'.repeat(255)}`, content: 'the longest' },
  folder('names/pax/'),
  folder(`names/pax/${'p'.repeat(120)}/`),
  { path: `names/pax/${'p'.repeat(120)}/file`, content: 'pax' },
  {
    path: Buffer.concat([Buffer.from(`names/pax/${'p'.repeat(120)}/`), Buffer.from([0xe9])]),
    content: 'latin1',
  },
  folder('names/gnu/', { dialect: 'gnu' }),
  folder(`names/gnu/${'g'.repeat(120)}/`, { dialect: 'gnu' }),
  { path: `names/gnu/${'g'.repeat(120)}/file`, content: 'gnu', dialect: 'gnu', mtime: -86_400 },
  { ...symlink('names/gnu/link', 't'.repeat(150)), dialect: 'gnu' },
  folder('names/ustar/', { dialect: 'ustar' }),
  folder(`names/ustar/${'u'.repeat(90)}/`, { dialect: 'ustar' }),
  { path: `names/ustar/${'u'.repeat(90)}/${'file'.repeat(5)}`, content: 'ustar', dialect: 'ustar' },
]

const sizes = [0, 1, 511, 512, 513, 65_536, 300_001]
const contents: TarEntry[] = [
  folder('sizes/', { mtime: '1600000000.5' }),
  ...sizes.map((size) => ({ path: `sizes/${size}`, content: bytes(size) })),
  { path: 'sizes/before-1970', mtime: '-1.5' },
  { path: 'sizes/after-2106', mtime: 8_000_000_000 },
  { path: 'sizes/exact', mtime: '1700000000.123456789' },
]

const hardlinks = [
  folder('hard/'),
  { path: 'hard/first', content: 'one file', mode: 0o4755, mtime: 1_300_000_000 },
  { ...hardlink('hard/second', 'hard/first'), mode: 0o4755, mtime: 1_300_000_000 },
  { ...hardlink('hard/third', './hard/second'), mode: 0o4755, mtime: 1_300_000_000 },
  hardlink('hard/of-a-link', 'etc/mtab'),
  hardlink('hard/through-a-link', 'bin/through-a-link'),
  hardlink('hard/device', 'dev/fifo'),
  { path: 'hard/lower', content: 'in the first layer' },
  { path: 'hard/to-be-replaced', content: 'old' },
  hardlink('hard/keeps-the-old', 'hard/to-be-replaced'),
]

const first: TarEntry[] = [
  ...[root, links, modes, owners, attributes, devices, names, contents, hardlinks].flat(),
  ...later.flatMap(({ before = [] }) => before),
]

/** Layers with everything that a layer may have and unpackers are known to lose. One of them is empty. */
export const crafted: TarEntry[][] = [first, [], later.flatMap(({ after }) => after), latest]
