import { wrong } from '../kit/wrong.ts'

const options = "`lowerdir=${names.join(':')},upperdir=${folder}/upper,workdir=${folder}/work`"
const mountIt = "mount('overlay', rootfs, 'overlay', 0, options)"
const fromPath = "import { join } from 'node:path'"
const copy = `import { execFileSync } from 'node:child_process'
const copy = (from: string, to: string) => {
  execFileSync('cp', ['-a', from + '/.', to])
  return to
}`
const order = 'return chainIds(diffIds).map(layerFolder).reverse()'
const ownFolder = "const path = join(CONTAINERS, randomBytes(6).toString('hex'))"
const inChild = 'const rootfs = mountOverlay(layersOf(diffIds), folder)'
const using = 'using folder = containerFolder()'
const volumes = 'mountVolumes(rootfs, volumes)'
const removeIt = 'if (existsSync(rootfs)) rmdirSync(rootfs)\n  rmSync(path, { recursive: true, force: true })'
const removeOwn = 'locked(LOCK, () => remove(path))'
const removeOld = 'remove(path)\n    closeSync(folder)'
const layered = "import { layeredImage } from '#provided/image/layered.ts'"

wrong(
  '8.1',
  'copies the image for each container',
  {
    'overlay.ts': {
      [mountIt]: 'void options\nlayers.toReversed().forEach((layer) => copy(layer, rootfs))',
      [fromPath]: `${copy}\n${fromPath}`,
    },
  },
  { expected: /overlay on \//, found: /no mount on \// },
)

wrong(
  '8.1',
  'copies the layers, and lays the overlay over the copies',
  {
    'overlay.ts': {
      'withShortPaths(layers,':
        'withShortPaths(layers.map((layer, n) => copy(layer, join(folder, String(n)))),',
      [fromPath]: `${copy}\n${fromPath}`,
    },
  },
  { kernelFile: /\/bin\/busybox$/, expected: /^inode \d+/, found: /a copy/ },
)

wrong(
  '8.1',
  'binds the layer in the place of an overlay',
  {
    'overlay.ts': {
      [mountIt]: 'void options\nmount(layers.at(-1) ?? null, rootfs, null, MS_BIND)',
      'import { mount }': 'import { MS_BIND, mount }',
    },
  },
  { found: /ext4 on \// },
)

wrong(
  '8.1',
  'mounts it on the machine',
  {
    'container.ts': {
      [using]: [
        using,
        "const { image } = runOptions(words)\nmountOverlay(layersOf(layeredImage(image, ['true']).diffIds), folder.path)",
      ].join('\n'),
      [inChild]: 'void diffIds\nconst rootfs = `${folder}/rootfs`',
    },
  },
  { kernelFile: /mountinfo$/, found: /overlay on \/fs\/\.containers/ },
)

wrong(
  '8.1',
  'forgets the folder for the kernel',
  { 'overlay.ts': { [options]: options.replace(',workdir=${folder}/work', '') } },
  { found: /none/, message: /mount\("overlay".*EINVAL/ },
)

wrong(
  '8.1',
  'calls fifty layers by names that are too long for mount(2)',
  {
    'overlay.ts': {
      'withShortPaths(layers, (names) => {': 'const names = layers\n  {',
      '  })\n\n  return': '  }\n\n  return',
    },
  },
  { expected: /fifty layers/, message: /mount\("overlay"/ },
)

wrong(
  '8.2',
  'has the lowest layer on top',
  { 'layers.ts': { [order]: order.replace('.reverse()', '') } },
  { message: /three layers have this file/ },
)

wrong(
  '8.2',
  'takes a layer’s own digest for the name of its folder',
  { 'layers.ts': { [order]: 'void chainIds\nreturn diffIds.map(layerFolder).reverse()' } },
  { found: /none/, message: /ENOENT.*\/fs\/\.layers\/sha256\// },
)

wrong(
  '8.2',
  'leaves out the uppermost layer, which it takes for the container’s',
  {
    'layers.ts': {
      [order]: `${order.replace('return ', 'const all = ')}\nreturn all.length > 1 ? all.slice(1) : all`,
    },
  },
  { message: /the uppermost layer has this file/, found: /^nothing$/ },
)

wrong(
  '8.2',
  'has the layers in the order of the alphabet',
  { 'layers.ts': { [order]: order.replace('.reverse()', '.sort()') } },
  { message: /Of the image/ },
)

wrong(
  '8.2',
  'makes one folder of the layers first',
  {
    'layers.ts': {
      [order]: [
        'const [lowest, ...others] = chainIds(diffIds).map(layerFolder)',
        'const merged = `/tmp/merged-${process.pid}`',
        'mkdirSync(merged)',
        "for (const layer of others) execFileSync('cp', ['-a', `${layer}/.`, merged])",
        'return [merged, lowest]',
      ].join('\n'),
      'import { chainIds }':
        "import { execFileSync } from 'node:child_process'\nimport { mkdirSync } from 'node:fs'\nimport { chainIds }",
    },
  },
  {},
)

wrong(
  '8.3',
  'has all containers write into the same folder',
  { 'folder.ts': { [ownFolder]: "void randomBytes\nconst path = join(CONTAINERS, 'shared')" } },
  { found: /another container/ },
)

wrong(
  '8.3',
  'writes into the uppermost layer',
  {
    'overlay.ts': {
      [options]:
        "names.length > 1 ? `lowerdir=${names.slice(1).join(':')},upperdir=${names[0]},workdir=${folder}/work` : ".concat(
          options,
        ),
    },
  },
  { kernelFile: /^\/fs\/\.layers\/sha256\//, expected: /as it was/, found: /changed/ },
)

wrong(
  '8.3',
  'lets nobody write',
  {
    'container.ts': {
      [volumes]: `${volumes}\n  mount(null, rootfs, null, MS_REMOUNT | MS_BIND | MS_RDONLY)`,
      [layered]: `${layered}\nimport { MS_BIND, MS_RDONLY, MS_REMOUNT, mount } from '#provided/syscalls/mount.ts'`,
    },
  },
  { found: /nothing can be written/ },
)

wrong(
  '8.3',
  'makes the place of a volume in the layer',
  {
    'container.ts': {
      [inChild]: [
        'const layers = layersOf(diffIds)',
        'for (const { target } of volumes) mkdirSync(`${layers[0]}${target}`, { recursive: true })',
        'const rootfs = mountOverlay(layers, folder)',
      ].join('\n'),
      [layered]: `import { mkdirSync } from 'node:fs'\n${layered}`,
    },
  },
  { kernelFile: /^\/fs\/\.layers/, found: /changed/ },
)

wrong(
  '8.4',
  'leaves all of it',
  { 'folder.ts': { [removeIt]: '' } },
  { kernelFile: /^\/fs\/\.containers\/\w+\/upper\//, found: /a file that it made/ },
)

wrong(
  '8.4',
  'leaves it to the next start',
  { 'folder.ts': { [removeOwn]: '' } },
  { kernelFile: /^\/fs\/\.containers\/\w+\/upper\//, found: /a file that it made/ },
)

wrong(
  '8.4',
  'removes what was written, and leaves the folder',
  { 'folder.ts': { [removeIt]: "rmSync(join(path, 'upper'), { recursive: true, force: true })" } },
  { kernelFile: /^\/fs\/\.containers\/\w+$/ },
)

wrong(
  '8.4',
  'leaves what a killed parent could not remove',
  { 'folder.ts': { [removeOld]: 'closeSync(folder)' } },
  { message: /the next start has to/ },
)

wrong(
  '8.4',
  'removes the folders of all containers when one ends',
  {
    'folder.ts': {
      [removeOwn]:
        'locked(LOCK, () => readdirSync(CONTAINERS).forEach((name) => remove(join(CONTAINERS, name))))',
    },
  },
  { expected: /while another one ends/, message: /alone/ },
)

wrong(
  '8.4',
  'removes its volumes, too',
  {
    'container.ts': {
      [using]: `${using}\n  using _volumes = { [Symbol.dispose]: () => runOptions(words).volumes.forEach(({ source }) => rmSync(source, { recursive: true })) }`,
      [layered]: `import { rmSync } from 'node:fs'\n${layered}`,
    },
  },
  { kernelFile: /^\/workshop\//, found: /gone/ },
)

wrong(
  '8.4',
  'removes what is mounted there as well',
  { 'folder.ts': { '  if (existsSync(rootfs)) rmdirSync(rootfs)\n': '' } },
  { found: /gone/, message: /not its volumes/ },
)

wrong(
  '8.4',
  'wants a folder there that was never made',
  { 'folder.ts': { 'if (existsSync(rootfs)) rmdirSync': 'rmdirSync' } },
  { expected: /after the parent of another one was killed/, message: /ENOENT/ },
)

wrong(
  '8.4',
  'takes the folder of whoever runs for an abandoned one',
  {
    'folder.ts': {
      '    if (folder === undefined) continue\n    remove(path)\n    closeSync(folder)':
        '    remove(path)\n    if (folder !== undefined) closeSync(folder)',
    },
  },
  { expected: /after another one has started/, message: /claim/ },
)

wrong(
  '8.4',
  'removes a folder that is not empty as an empty one',
  { 'folder.ts': { 'rmSync(path, { recursive: true, force: true })': 'rmdirSync(path)' } },
  { found: /does not run/, message: /ENOTEMPTY/ },
)

wrong(
  '8.3',
  'counts containers for a name',
  {
    'folder.ts': {
      "randomBytes(6).toString('hex')": 'String(readdirSync(CONTAINERS).length + 1)',
      "import { randomBytes } from 'node:crypto'\n": '',
    },
  },
  { found: /still runs/, message: /by counting/ },
)

for (const place of ['/containers', '/mnt/containers'])
  wrong(
    '8.4',
    `keeps containers in ${place}, and removes none`,
    { 'folder.ts': { "join(IMAGES, '.containers')": `'${place}'`, [removeIt]: '' } },
    { kernelFile: new RegExp(`^${place}/\\w+/upper/`), found: /a file that it made/ },
  )

wrong(
  '8.4',
  'keeps containers on a filesystem of its own, and removes none',
  {
    'folder.ts': {
      "join(IMAGES, '.containers')": "'/run/containers'",
      [removeIt]: '',
      'mkdirSync(CONTAINERS, { recursive: true })':
        "mkdirSync(CONTAINERS, { recursive: true })\n    if (statSync(CONTAINERS).dev === statSync('/run').dev) mount('tmpfs', CONTAINERS, 'tmpfs')",
      'rmSync,\n': 'rmSync,\n  statSync,\n',
      'import { flock }': "import { mount } from '#provided/syscalls/mount.ts'\nimport { flock }",
    },
  },
  { kernelFile: /^\/run\/containers\/\w+\/upper\//, found: /a file that it made/ },
)

wrong(
  '8.4',
  'ends its round at the first folder that somebody has',
  { 'folder.ts': { 'if (folder === undefined) continue': 'if (folder === undefined) return' } },
  { kernelFile: /ffffffffffff$/, found: /while another container runs/ },
)
