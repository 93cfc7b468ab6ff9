import { wrong } from '../kit/wrong.ts'

const flags = 'export const NAMESPACES = EARLIER | CLONE_NEWNS'
const makePrivate = "mount(null, '/', null, MS_REC | MS_PRIVATE)"
const root = "chroot(rootfs)\n  process.chdir('/')"
const proc = "mount('proc', '/proc', 'proc', MS_NOSUID | MS_NODEV | MS_NOEXEC)"

wrong(
  '4.1',
  'asks for no mount namespace',
  { 'mounts.ts': { [flags]: 'export const NAMESPACES = EARLIER' } },
  { kernelFile: /^\/proc\/\d+\/ns\/mnt$/, found: /the same$/ },
)

wrong(
  '4.1',
  'has none but that one',
  { 'mounts.ts': { [flags]: 'export const NAMESPACES = CLONE_NEWNS' } },
  { kernelFile: /\/ns\/uts$/, message: /Add to EARLIER/ },
)

wrong(
  '4.1',
  'leaves / shared, and mounts on the machine',
  { 'mounts.ts': { [makePrivate]: '' } },
  { kernelFile: /mountinfo$/, expected: /no mount of the container on the machine/, found: /^proc on/ },
)

wrong(
  '4.1',
  'makes / private, but nothing below it',
  { 'mounts.ts': { [makePrivate]: "mount(null, '/', null, MS_PRIVATE)" } },
  { kernelFile: /mountinfo$/ },
)

wrong(
  '4.1',
  'makes the folder of the images private, and nothing else',
  { 'mounts.ts': { [makePrivate]: "mount(null, '/fs', null, MS_REC | MS_PRIVATE)" } },
  { kernelFile: /mountinfo$/, message: /make all of it private/ },
)

wrong(
  '4.1',
  'has the kernel look for a mount where there is none',
  { 'mounts.ts': { [makePrivate]: makePrivate.replace("'/'", "'/rootfs'") } },
  { expected: /a command that runs/, message: /mount\(.*ENOENT/ },
)

wrong(
  '4.2',
  'goes into a folder that is not there',
  { 'root.ts': { [root]: root.replace('(rootfs)', '(`${rootfs}/rootfs`)') } },
  { expected: /a command that runs/, message: /chroot\(.*ENOENT/ },
)

wrong(
  '4.2',
  'has one image for all',
  { 'root.ts': { 'chroot(rootfs)': "chroot('/fs/busybox/rootfs')" } },
  { expected: /a command that runs/, message: /chroot\("\/fs\/busybox.*ENOENT/ },
)

wrong(
  '4.3',
  'asks for a filesystem that nobody knows',
  { 'mounts.ts': { [proc]: proc.replace("'/proc', 'proc'", "'/proc', 'procfs'") } },
  { expected: /a command that runs/, message: /mount\(.*ENODEV/ },
)

wrong(
  '4.2',
  'forgets chdir, and stays outside',
  { 'root.ts': { "process.chdir('/')": '' } },
  { kernelFile: /^\/proc\/\d+\/cwd$/, found: /a folder outside/, message: /a way out/ },
)

wrong(
  '4.2',
  'calls chdir only',
  { 'root.ts': { [root]: 'process.chdir(rootfs)' } },
  {
    kernelFile: /^\/proc\/\d+\/root$/,
    expected: /^\/fs\/drydock-\w+\/rootfs$/,
    found: /the root of the machine/,
  },
)

wrong(
  '4.2',
  'goes to / before that is the new one',
  { 'root.ts': { [root]: "process.chdir('/')\n  chroot(rootfs)" } },
  { kernelFile: /\/cwd$/, found: /a folder outside/ },
)

wrong(
  '4.2',
  'changes the root of another process',
  {
    'root.ts': {
      [root]: "execFileSync('chroot', [rootfs, '/bin/true'])",
      'import { chroot }': "import { execFileSync } from 'node:child_process'\nimport { chroot }",
    },
  },
  { kernelFile: /\/root$/ },
)

wrong(
  '4.3',
  'mounts no /proc',
  { 'mounts.ts': { [proc]: '' } },
  { kernelFile: /^\/proc\/\d+\/cmdline$/, found: /no \/proc is mounted/ },
)

wrong(
  '4.3',
  'binds the /proc of the machine',
  {
    'container.ts': {
      '  changeRoot(rootfs)':
        "  mount('/proc', `${rootfs}/proc`, null, MS_BIND | MS_REC)\n  changeRoot(rootfs)",
      'import { spawnIn }':
        "import { MS_BIND, MS_REC, mount } from '#provided/syscalls/mount.ts'\nimport { spawnIn }",
    },
    'mounts.ts': { [proc]: '' },
  },
  { found: /belongs to the machine/ },
)

wrong(
  '4.3',
  'mounts it where the container cannot see it',
  { 'container.ts': { 'changeRoot(rootfs)\n  mountProc()': 'mountProc()\n  changeRoot(rootfs)' } },
  { found: /no \/proc is mounted/ },
)

wrong(
  '4.3',
  'mounts another filesystem there',
  { 'mounts.ts': { [proc]: "mount('sysfs', '/proc', 'sysfs', MS_NOSUID | MS_NODEV | MS_NOEXEC)" } },
  { found: /no such file/ },
)

wrong(
  '4.3',
  'writes files such as /proc has them',
  {
    'mounts.ts': {
      [proc]:
        "mkdirSync('/proc/1', { recursive: true })\n  writeFileSync('/proc/1/cmdline', `${process.argv.slice(4).join('\\0')}\\0`)",
      'import { mkdirSync }': 'import { mkdirSync, writeFileSync }',
    },
  },
  { expected: /proc mounted on \/proc/, found: /nothing mounted there/ },
)

wrong(
  '4.3',
  'mounts a folder with such files there',
  {
    'mounts.ts': {
      [proc]:
        "mount('proc', '/proc', 'tmpfs')\n  mkdirSync('/proc/1')\n  writeFileSync('/proc/1/cmdline', `${process.argv.slice(4).join('\\0')}\\0`)",
      'import { mkdirSync }': 'import { mkdirSync, writeFileSync }',
    },
  },
  { expected: /proc mounted on \/proc/, found: /tmpfs mounted there/ },
)

wrong(
  '4.3',
  'calls no mountDevices',
  { 'mounts.ts': { "import { mountDevices } from '#provided/devices.ts'\n": '', '  mountDevices()\n': '' } },
  { expected: /\/dev\/null, the character device 1:3/, found: /no device/ },
)

for (const [where, root] of [
  ['the folder that it is in', '.'],
  ['the folder of all images', '/fs'],
] as const)
  wrong(
    '4.2',
    `takes ${where} for the root`,
    { 'root.ts': { 'chroot(rootfs)': `chroot('${root}')` } },
    { expected: /a command that runs/, message: /there is no such program/ },
  )

const pivot = `mount(rootfs, rootfs, null, MS_BIND | MS_REC)
  process.chdir(rootfs)
  pivotRoot('.', '.')`
const imports = `import { MNT_DETACH, MS_BIND, MS_REC, mount, umount2 } from '#provided/syscalls/mount.ts'
import { pivotRoot }`

wrong(
  '4.2',
  'leaves the old root where pivot_root puts it, on the new one',
  { 'root.ts': { 'chroot(rootfs)': pivot, 'import { chroot }': imports } },
  { kernelFile: /\/mountinfo$/, found: /^\/workshop$/, message: /umount2/ },
)

wrong(
  '4.2',
  'leaves the old root in a folder of the new one',
  {
    'root.ts': {
      'chroot(rootfs)':
        'mount(rootfs, rootfs, null, MS_BIND | MS_REC)\n  mkdirSync(`${rootfs}/.old`, { recursive: true })\n  pivotRoot(rootfs, `${rootfs}/.old`)',
      'import { chroot }': `import { mkdirSync } from 'node:fs'\n${imports}`,
    },
  },
  { kernelFile: /\/mountinfo$/, found: /^\/\.old\/workshop$/, message: /umount2/ },
)

wrong(
  '4.1',
  'makes / private, but nothing below it, where pivot_root wants it so',
  {
    'mounts.ts': { [makePrivate]: "mount(null, '/', null, MS_PRIVATE)" },
    'root.ts': {
      'chroot(rootfs)': `${pivot}\n  umount2('.', MNT_DETACH)`,
      'import { chroot }': imports,
    },
  },
  { kernelFile: /mountinfo$/, expected: /no mount of the container on the machine/ },
)
