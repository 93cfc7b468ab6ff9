import { wrong } from '../kit/wrong.ts'

const findPoint = 'const point = pathInRoot(rootfs, target)'
const makePoint = 'mkdirSync(isFolder ? point : dirname(point), { recursive: true })'
const makeSource = 'if (!existsSync(source)) mkdirSync(source, { recursive: true })'
const callBind = 'bind(source, point)\n'
const bind = 'mount(source, point, null, MS_BIND)'
const callProtect = 'if (readOnly) protect(point)'
const protect = 'mount(null, point, null, MS_REMOUNT | MS_BIND | MS_RDONLY)'
const nodeFs = "import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'"

wrong(
  '6.1',
  'leaves the symlinks of the image to the kernel',
  { 'volumes.ts': { [findPoint]: 'const point = `${rootfs}${target}`' } },
  { kernelFile: /^\/tmp\/drydock-/, found: /made there/, message: /symlink to \/tmp.*pathInRoot/ },
)

wrong(
  '6.1',
  'follows absolute symlinks only, and climbs out by a relative one',
  {
    'volumes.ts': {
      [nodeFs]: nodeFs.replace('mkdirSync', 'mkdirSync, readlinkSync'),
      [findPoint]: `let point = rootfs
  for (const name of target.split('/').filter(Boolean)) {
    point = \`\${point}/\${name}\`
    try {
      const link = readlinkSync(point)
      if (link.startsWith('/')) point = \`\${rootfs}\${link}\`
    } catch {}
  }`,
    },
  },
  { kernelFile: /^\/tmp\/drydock-/, message: /symlink to \.\.\/\.\./ },
)

wrong(
  '6.1',
  'makes a folder for a file as well',
  { 'volumes.ts': { 'statSync(source).isDirectory()': 'true' } },
  { expected: /a command that runs/, message: /ENOTDIR/ },
)

wrong(
  '6.1',
  'makes an empty file for a folder as well',
  { 'volumes.ts': { 'statSync(source).isDirectory()': 'false' } },
  { expected: /a command that runs/, message: /ENOTDIR/ },
)

wrong(
  '6.1',
  'expects the image to have them all',
  { 'volumes.ts': { [makePoint]: '' } },
  { expected: /a folder, for -v/, message: /ENOENT/ },
)

wrong(
  '6.1',
  'makes a file without looking whether there is one',
  { 'volumes.ts': { 'if (existsSync(point)) return point': '' } },
  { kernelFile: /rootfs\/etc\/drydock-/, expected: /as it was/, found: /an empty one/ },
)

wrong(
  '6.1',
  'makes the last folder only',
  { 'volumes.ts': { [makePoint]: 'mkdirSync(isFolder ? point : dirname(point))' } },
  { message: /ENOENT.*mkdir|EEXIST/ },
)

wrong(
  '6.1',
  'makes them on the machine',
  { 'volumes.ts': { [findPoint]: 'const point = target' } },
  { kernelFile: /^\/drydock-/, found: /made there/, message: /the machine's \// },
)

wrong(
  '6.1',
  'never makes the source',
  { 'volumes.ts': { [makeSource]: '' } },
  { expected: /a command that runs/, message: /ENOENT/ },
)

wrong(
  '6.2',
  'asks for a filesystem of that name',
  { 'volumes.ts': { [bind]: "mount(source, point, 'bind', 0)" } },
  { expected: /a command that runs/, message: /ENODEV/ },
)

wrong(
  '6.2',
  'mounts nothing',
  { 'volumes.ts': { [bind]: '', [protect]: '' } },
  { kernelFile: /^\/proc\/\d+\/mountinfo$/, expected: /^a mount on \/drydock-/, found: /^none$/ },
)

wrong(
  '6.2',
  'mounts nothing, and then wants it to be read-only',
  { 'volumes.ts': { [bind]: '' } },
  { expected: /a command that runs/, message: /EINVAL.*\n.*no mount point/ },
)

wrong(
  '6.2',
  'binds and asks for propagation in one call, and has not made all mounts private',
  {
    'volumes.ts': {
      [bind]: 'mount(source, point, null, MS_BIND | 0x4000 | 0x40000)',
    },
    'container.ts': { 'makeMountsPrivate()\n': '' },
  },
  {
    kernelFile: /^\/proc\/self\/mountinfo$/,
    expected: /no mount of the container on the machine/,
    found: /rootfs/,
    message: /MS_PRIVATE in the call that binds is ignored/,
  },
)

wrong(
  '6.2',
  'mounts them in the parent, where the machine has them',
  {
    'container.ts': {
      '  mountVolumes(rootfs, volumes)\n': '',
      '  runOptions(words)\n  const args':
        '  const asked = runOptions(words)\n  mountVolumes(unpackedImage(asked.image).rootfs, asked.volumes)\n  const args',
    },
  },
  { kernelFile: /^\/proc\/self\/mountinfo$/, found: /rootfs\/drydock-/, message: /mounted by the child/ },
)

wrong(
  '6.2',
  'mounts them where a program had a mount namespace for itself',
  {
    'volumes.ts': {
      [nodeFs]: `import { spawnSync } from 'node:child_process'\n${nodeFs}`,
      [bind]: "spawnSync('unshare', ['--mount', 'mount', '--bind', source, point])",
      [protect]: '',
    },
  },
  { expected: /^a mount on/, found: /^none$/ },
)

wrong(
  '6.2',
  'mounts a copy',
  {
    'volumes.ts': {
      [nodeFs]: nodeFs.replace('existsSync', 'cpSync, existsSync'),
      [bind]: `const copy = \`/tmp/copy-of\${point.replaceAll('/', '-')}\`
  if (source !== '/dev') cpSync(source, copy, { recursive: true })
  mount(source === '/dev' ? source : copy, point, null, MS_BIND)`,
    },
  },
  { kernelFile: /^\/drydock-/, expected: /the same as \/workshop\/drydock-/, found: /another content/ },
)

wrong(
  '6.2',
  'copies files, and mounts folders only',
  {
    'volumes.ts': {
      [nodeFs]: nodeFs.replace('existsSync', 'copyFileSync, existsSync'),
      [bind]: `if (statSync(source).isDirectory()) ${bind}\n  else copyFileSync(source, point)`,
      [protect]: `try { ${protect} } catch {}`,
    },
  },
  { expected: /^a mount on \/etc\/drydock-/, found: /^none$/ },
)

wrong(
  '6.2',
  'keeps named volumes where nobody looks for them',
  { 'options.ts': { "'.volumes'": "'volumes'" } },
  { expected: /the same as \/fs\/\.volumes\/drydock-/, found: /only the container has/ },
)

wrong(
  '6.3',
  'takes no notice of :ro',
  { 'volumes.ts': { [protect]: '' } },
  { kernelFile: /^\/proc\/\d+\/mountinfo$/, expected: /^ro for/, found: /^rw for/ },
)

wrong(
  '6.3',
  'asks for it in the call that binds',
  {
    'volumes.ts': {
      [callBind]: 'mount(source, point, null, MS_BIND | (readOnly ? MS_RDONLY : 0))\n',
      [protect]: '',
    },
  },
  { expected: /^ro for/, found: /^rw for/, message: /a second one, with MS_REMOUNT/ },
)

wrong(
  '6.3',
  'makes the whole filesystem read-only',
  { 'volumes.ts': { [protect]: 'mount(null, point, null, MS_REMOUNT | MS_RDONLY)' } },
  { expected: /^rw for/, found: /nothing can be written/, message: /without MS_BIND/ },
)

wrong(
  '6.3',
  'makes every volume read-only',
  { 'volumes.ts': { [callProtect]: 'protect(point)' } },
  { expected: /^rw for/, found: /^ro$/ },
)

wrong(
  '6.3',
  'brings along what is mounted below, which can be written to',
  { 'volumes.ts': { [bind]: 'mount(source, point, null, MS_BIND | 0x4000)' } },
  { expected: /^ro for/, found: /^rw for \/drydock-\w+\/\w+/, message: /MS_REC/ },
)

wrong(
  '6.3',
  'takes the right to write from files, which root does not need',
  {
    'volumes.ts': {
      [nodeFs]: nodeFs.replace('existsSync', 'chmodSync, existsSync'),
      [protect]: 'chmodSync(point, 0o555)',
    },
  },
  { found: /^rw for/ },
)

/** Has the parent do something when the container has ended. */
const afterwards = (action: string) => ({
  'container.ts': {
    'import { unpackedImage }': `import { existsSync, rmdirSync, rmSync } from 'node:fs'
import { umount2 } from '#provided/syscalls/mount.ts'
import { pathInRoot } from '#provided/path-in-root.ts'
import { unpackedImage }`,
    '  runOptions(words)\n  const args':
      '  const { volumes, image } = runOptions(words)\n  const { rootfs } = unpackedImage(image)\n  const made = volumes.filter(({ source }) => !existsSync(source))\n  const args',
    'return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))': `const status = await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))
  ${action}
  return status`,
  },
})

wrong(
  '6.4',
  'removes the target, which on the machine is somebody else’s',
  afterwards('for (const { target } of volumes) rmSync(target, { recursive: true, force: true })'),
  { kernelFile: /^\/workshop\/drydock-/, expected: /as it was before/, found: /^gone$/ },
)

wrong(
  '6.4',
  'removes the mount points with all that the image has there',
  afterwards(
    'for (const { target } of volumes) rmSync(pathInRoot(rootfs, target), { recursive: true, force: true })',
  ),
  { kernelFile: /^\/fs\/busybox\/rootfs\/workshop\/drydock-/, found: /^gone$/ },
)

wrong(
  '6.4',
  'removes the empty mount points, of another container too',
  afterwards('for (const { target } of volumes) try { rmdirSync(pathInRoot(rootfs, target)) } catch {}'),
  {
    kernelFile: /^\/proc\/\d+\/mountinfo$/,
    expected: /another container still runs/,
    found: /^none/,
    message: /takes along what is mounted/,
  },
)

wrong(
  '6.4',
  'removes named volumes',
  afterwards(
    "for (const { source } of volumes) if (source.startsWith('/fs/')) rmSync(source, { recursive: true, force: true })",
  ),
  { kernelFile: /^\/fs\/\.volumes\/drydock-/, found: /^gone$/ },
)

wrong(
  '6.4',
  'removes the sources that it had made',
  afterwards('for (const { source } of made) rmSync(source, { recursive: true, force: true })'),
  { found: /^gone$/ },
)

wrong(
  '6.4',
  'unmounts on the machine what it finds there',
  afterwards('for (const { source } of volumes) try { umount2(source, 2) } catch {}'),
  { kernelFile: /^\/proc\/self\/mountinfo$/, expected: /on \/dev, as before/, found: /^gone$/ },
)

wrong(
  '6.4',
  'removes sources that are empty',
  afterwards('for (const { source } of volumes) try { rmdirSync(source) } catch {}'),
  { kernelFile: /^\/workshop\/drydock-/, found: /^gone$/ },
)

wrong(
  '6.1',
  'makes a file where there is no folder for it',
  {
    'volumes.ts': {
      'mkdirSync(isFolder ? point : dirname(point), { recursive: true })':
        'if (isFolder) mkdirSync(point, { recursive: true })',
    },
  },
  { message: /ENOENT/ },
)

wrong(
  '6.1',
  'takes the last name of a target for what it says',
  {
    'volumes.ts': {
      'pathInRoot(rootfs, target)': 'join(pathInRoot(rootfs, dirname(target)), basename(target))',
      'import { dirname }': 'import { basename, dirname, join }',
    },
  },
  { message: /ENOENT|symlink/ },
)

const makeFile = "if (!isFolder) writeFileSync(point, '')\n"

wrong(
  '6.1',
  'forgets the empty file on which a file is mounted',
  { 'volumes.ts': { [makeFile]: '' } },
  { kernelFile: /^\/fs\/busybox\/rootfs\/tmp\//, expected: /a file, for -v/, message: /ENOENT/ },
)

wrong(
  '6.1',
  'makes the right place, and answers with another one',
  { 'volumes.ts': { [`${makeFile}  return point`]: `${makeFile}  return \`\${rootfs}\${target}\`` } },
  { found: /nothing where mountPoint says/, message: /symlink to .*pathInRoot/ },
)

wrong(
  '6.1',
  'follows a symlink of the image, and not the one that it leads to',
  {
    'volumes.ts': {
      'const point = pathInRoot(rootfs, target)': `let inside = '/'
  for (const name of target.split('/').filter(Boolean)) {
    inside = resolve(inside, name)
    try {
      inside = resolve(dirname(inside), readlinkSync(rootfs + inside))
    } catch {}
  }
  const point = join(rootfs, inside)`,
      'import { dirname }': 'import { dirname, join, resolve }',
      'mkdirSync, statSync': 'mkdirSync, readlinkSync, statSync',
    },
  },
  { kernelFile: /^\/tmp\/drydock-\w+$/, found: /made there/, message: /is a symlink to/ },
)

wrong(
  '6.3',
  'makes read-only what others mount in a volume',
  {
    'volumes.ts': {
      'mount(source, point, null, MS_BIND)': 'mount(source, point, null, MS_BIND | MS_REC)',
      'MS_RDONLY, MS_REMOUNT': 'MS_RDONLY, MS_REC, MS_REMOUNT',
      'mount(null, point, null, MS_REMOUNT | MS_BIND | MS_RDONLY)': `for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\\n')) {
    const place = line.split(' ')[4] ?? ''
    if (place.startsWith(point)) mount(null, place, null, MS_REMOUNT | MS_BIND | MS_RDONLY)
  }`,
      'mkdirSync, statSync': 'mkdirSync, readFileSync, statSync',
    },
  },
  { kernelFile: /mountinfo$/, expected: /^rw for /, found: /^ro$/ },
)

wrong(
  '6.1',
  'makes a copy of the file on which it is mounted',
  {
    'volumes.ts': {
      [makeFile]: 'if (!isFolder) copyFileSync(source, point)\n',
      '{ existsSync': '{ copyFileSync, existsSync',
    },
  },
  {
    kernelFile: /^\/fs\/busybox\/rootfs\/tmp\//,
    expected: /^an empty file/,
    message: /every later container/,
  },
)

wrong(
  '6.4',
  'removes what it is mounted on, where the command ended well',
  afterwards(
    'if (status === 0) for (const { target } of volumes) rmSync(pathInRoot(rootfs, target), { recursive: true, force: true })',
  ),
  { kernelFile: /^\/fs\/busybox\/rootfs\/workshop\//, found: /^gone$/ },
)

wrong(
  '6.1',
  'asks the machine whether there is a mount point already',
  {
    'volumes.ts': {
      [findPoint]:
        'if (existsSync(`${rootfs}${target}`)) return `${rootfs}${target}`\n  const point = pathInRoot(rootfs, target)',
    },
  },
  { expected: /^a folder, for -v /, found: /^nothing$/ },
)

wrong(
  '6.1',
  'takes a folder of the machine for one of the image',
  {
    'volumes.ts': {
      'if (existsSync(point)) return point': 'if (existsSync(`${rootfs}${target}`)) return point',
    },
  },
  { expected: /^a folder, for -v /, found: /nothing where mountPoint says/ },
)
