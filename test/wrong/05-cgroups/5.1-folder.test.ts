import { wrong } from '../../kit/wrong.ts'
import { nodeFs, remove } from './cgroups.ts'

const makeFolder = 'mkdirSync(path, { mode: 0o755 })'

wrong(
  '5.1',
  'puts all containers into one cgroup',
  {
    'cgroups.ts': {
      '${OURS}/${childPid}': '${OURS}/container',
      [makeFolder]: 'mkdirSync(path, { mode: 0o755, recursive: true })',
      [remove]: 'try { rmdirSync(path) } catch {}',
    },
  },
  { found: /one folder while \d containers ran/, message: /share its limits/ },
)

wrong(
  '5.1',
  'makes an ordinary folder, where no kernel looks',
  {
    'cgroups.ts': {
      "'/sys/fs/cgroup'": "'/tmp/cgroup'",
      [nodeFs]: nodeFs.replace('rmdirSync', 'rmSync, writeFileSync as writeKernelFile'),
      "import { writeKernelFile } from '#provided/kernel-file.ts'": '',
      [remove]: 'rmSync(path, { recursive: true })',
    },
  },
  { kernelFile: /^\/sys\/fs\/cgroup$/, found: /no new folder/ },
)

wrong(
  '5.1',
  'names the cgroup after a process that all containers have in common',
  {
    'cgroups.ts': {
      '${OURS}/${childPid}': '${OURS}/${process.ppid}',
      [makeFolder]: 'mkdirSync(path, { mode: 0o755, recursive: true })',
      [remove]: 'try { rmdirSync(path) } catch {}',
    },
  },
  { found: /one folder/ },
)

const ours = 'const path = `${OURS}/${childPid}`'

wrong(
  '5.1',
  'makes one for the first container, and leaves the second where it was started',
  {
    'cgroups.ts': {
      [ours]: `let path = '/sys/fs/cgroup/init'
  try {
    mkdirSync('/tmp/first')
    path = \`\${OURS}/\${childPid}\`
  } catch {
    return path
  }`,
      [remove]: "if (existsSync(path) && path !== '/sys/fs/cgroup/init') rmdirSync(path)",
    },
  },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, found: /one folder while \d containers ran/ },
)

wrong(
  '5.1',
  'uses the one in which it was started itself',
  {
    'cgroups.ts': {
      [ours]: "const path = '/sys/fs/cgroup/init'",
      "'+memory +cpu')\n  }\n  mkdirSync(path, { mode: 0o755 })": "'+memory +cpu')\n  }",
      'for (const above of [CGROUP_ROOT, OURS]) {': 'for (const above of [CGROUP_ROOT]) {',
      [remove]: '',
    },
  },
  { kernelFile: /^\/sys\/fs\/cgroup$/, found: /no new folder while \d containers ran/ },
)

wrong(
  '5.1',
  'names it after the image, which both containers have',
  {
    'cgroups.ts': {
      [ours]: 'const path = `${OURS}/busybox`',
      [makeFolder]: 'mkdirSync(path, { mode: 0o755, recursive: true })',
      [remove]: 'try { rmdirSync(path) } catch {}',
    },
  },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/busybox$/, message: /share its limits/ },
)

/** Has everything that follows happen in a folder of its own making, which it takes for cgroups. */
const elsewhere = (mountIt: string) => ({
  'cgroups.ts': {
    [nodeFs]: `${nodeFs.replace('rmdirSync', 'rmdirSync, rmSync, writeFileSync as writeKernelFile')}
import { mount } from '#provided/syscalls/mount.ts'`,
    "import { writeKernelFile } from '#provided/kernel-file.ts'": '',
    [ours]: `${ours}\n  ${mountIt}`,
    [remove]: 'try { rmdirSync(path) } catch { rmSync(path, { recursive: true, force: true }) }',
  },
})

wrong(
  '5.1',
  'binds a folder of plain files over /sys/fs/cgroup, and has all its limits there',
  elsewhere(
    "mkdirSync('/tmp/files', { recursive: true }); mount('/tmp/files', '/sys/fs/cgroup', null, 0x1000)",
  ),
  { kernelFile: /^\/sys\/fs\/cgroup$/, found: /no new folder/ },
)

wrong(
  '5.1',
  'mounts another filesystem over /sys/fs/cgroup',
  elsewhere("if (existsSync('/sys/fs/cgroup/cgroup.procs')) mount('none', '/sys/fs/cgroup', 'tmpfs', 0)"),
  { kernelFile: /^\/sys\/fs\/cgroup$/, found: /no new folder/ },
)

wrong(
  '5.1',
  'takes for granted that the root hands controllers down',
  { 'cgroups.ts': { '[CGROUP_ROOT, OURS]': '[OURS]' } },
  { expected: /a container that starts/, message: /drydock\/cgroup\.subtree_control.*ENOENT/ },
)

const handDown = "'+memory +cpu'"
const limits = {
  memory: 'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))',
  cpu: 'writeKernelFile(`${path}/cpu.max`, CPU_MAX)',
}

for (const [lacking, other] of [
  ['memory', 'cpu'],
  ['cpu', 'memory'],
] as const)
  wrong(
    '5.1',
    `hands ${other} down only`,
    { 'cgroups.ts': { [handDown]: `'+${other}'`, [limits[lacking]]: `try { ${limits[lacking]} } catch {}` } },
    {
      kernelFile: /cgroup\.subtree_control$/,
      expected: new RegExp(`${lacking}\\.max is there`),
      found: /cpu|memory/,
    },
  )

wrong(
  '5.1',
  'has the one above hand nothing down',
  {
    'cgroups.ts': {
      '[CGROUP_ROOT, OURS]': '[CGROUP_ROOT]',
      [makeFolder]: 'mkdirSync(path, { mode: 0o755, recursive: true })',
    },
  },
  { expected: /a container that starts/, message: /memory\.max.*ENOENT/ },
)

wrong(
  '5.1',
  'has the cgroup itself hand down, and then nobody can be in it',
  { 'cgroups.ts': { '[CGROUP_ROOT, OURS]': '[CGROUP_ROOT, OURS, path]', [`  ${makeFolder}\n`]: '' } },
  { expected: /a container that starts/, message: /cgroup\.procs.*EBUSY/ },
)

wrong(
  '5.1',
  'gives the folder mode 755 in decimal',
  { 'cgroups.ts': { [makeFolder]: 'mkdirSync(path, { mode: 755 })' } },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, expected: /0755/, found: /mode 01341/, message: /0o/ },
)

wrong(
  '5.1',
  'gives all containers one name',
  { 'cgroups.ts': { '${OURS}/${childPid}': '${OURS}/container' } },
  { message: /\/drydock\/container\b/ },
)
