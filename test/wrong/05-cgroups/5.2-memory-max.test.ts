import { wrong } from '../../kit/wrong.ts'
import { nodeFs } from './cgroups.ts'

const memory = 'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))'

wrong(
  '5.2',
  'limits it to 100 GB',
  { 'cgroups.ts': { '100 * 1024 * 1024': '100 * 1024 * 1024 * 1024' } },
  {
    kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+\/memory\.max$/,
    expected: /^104857600$/,
    found: /102400\.0 MiB/,
  },
)

wrong(
  '5.2',
  'counts in units of 1000 and of 1024 by turns',
  { 'cgroups.ts': { '100 * 1024 * 1024': '100 * 1000 * 1024' } },
  { found: /^102400000 .*97\.7 MiB/ },
)

wrong(
  '5.2',
  'slows it down by memory.high instead',
  { 'cgroups.ts': { [memory]: memory.replace('memory.max', 'memory.high') } },
  { kernelFile: /memory\.max$/, found: /^max .*no limit at all/ },
)

wrong(
  '5.2',
  'limits the parent, which the containers share',
  { 'cgroups.ts': { [memory]: memory.replace('${path}', '${OURS}') } },
  { kernelFile: /\/\d+\/memory\.max$/, found: /^max .*no limit at all/ },
)

wrong(
  '5.2',
  'limits the first of two containers only',
  {
    'cgroups.ts': {
      [memory]: `try {\n mkdirSync('/tmp/limited')\n ${memory}\n } catch {}`,
    },
  },
  { found: /no limit at all/ },
)

wrong(
  '5.2',
  'is short of one byte, and so of a page',
  { 'cgroups.ts': { '100 * 1024 * 1024': '100 * 1024 * 1024 - 1' } },
  { expected: /^104857600$/, found: /^104853504 / },
)

wrong(
  '5.2',
  'adds a nought',
  { 'cgroups.ts': { '100 * 1024 * 1024': '1000 * 1024 * 1024' } },
  { found: /^1048576000 .*1000\.0 MiB/ },
)

wrong(
  '5.2',
  'limits the cgroup of its own process instead',
  { 'cgroups.ts': { [memory]: memory.replace('${path}', '/sys/fs/cgroup/init') } },
  { kernelFile: /\/drydock\/\d+\/memory\.max$/, found: /no limit at all/ },
)

wrong(
  '5.2',
  'lifts the limit again',
  { 'cgroups.ts': { [memory]: `${memory}\n  writeKernelFile(\`\${path}/memory.max\`, 'max')` } },
  { found: /^max .*no limit at all/ },
)

wrong(
  '5.2',
  'says that it did, and does not',
  {
    'cgroups.ts': {
      [memory]: 'console.log(`${path}/memory.max\\n  expected 104857600\\n  found 104857600`)',
    },
  },
  { found: /no limit at all/ },
)

wrong(
  '5.2',
  'watches memory.current, and kills',
  {
    'cgroups.ts': {
      [nodeFs]: nodeFs.replace('existsSync', 'readFileSync, existsSync'),
      [memory]: `setInterval(() => {
    if (Number(readFileSync(\`\${path}/memory.current\`)) > MEMORY_MAX) writeKernelFile(\`\${path}/cgroup.kill\`, '1')
  }, 10).unref()`,
      'if (existsSync(path)) rmdirSync(path)':
        'if (existsSync(path)) setImmediate(() => { rmdirSync(path); process.exit() })',
    },
  },
  { found: /no limit at all/ },
)

wrong(
  '5.2',
  'counts in MB what is counted in bytes: the kernel kills the container before its command runs',
  { 'cgroups.ts': { 'const MEMORY_MAX = 100 * 1024 * 1024': 'const MEMORY_MAX = 100' } },
  { kernelFile: /memory\.max$/, expected: /104857600/, found: /^0 /, message: /bytes/ },
)

wrong(
  '5.2',
  'counts in KiB what is counted in bytes',
  { 'cgroups.ts': { 'const MEMORY_MAX = 100 * 1024 * 1024': 'const MEMORY_MAX = 100 * 1024' } },
  { kernelFile: /memory\.max$/, expected: /104857600/, found: /^102400 /, message: /killed/ },
)

wrong(
  '5.2',
  'writes a number with a unit that the kernel cannot read, and the container does not start',
  { 'cgroups.ts': { 'const MEMORY_MAX = 100 * 1024 * 1024': "const MEMORY_MAX = '100 MB'" } },
  {
    kernelFile: /\/drydock\/\d+\/memory\.max$/,
    expected: /^104857600$/,
    found: /no limit yet, and the container did not start/,
    message: /memory\.max, 100 MB\): EINVAL/,
  },
)

wrong(
  '5.2',
  'calls the file as version 1 of cgroups did',
  { 'cgroups.ts': { [memory]: memory.replace('memory.max', 'memory.limit_in_bytes') } },
  { expected: /a container that starts/, message: /memory\.limit_in_bytes\): (EACCES|ENOENT)/ },
)

wrong(
  '5.2',
  'writes a number, and no text',
  { 'cgroups.ts': { 'String(MEMORY_MAX)': 'MEMORY_MAX' } },
  { expected: /^104857600$/, message: /must be of type string.*104857600/ },
)

wrong(
  '5.2',
  'writes a file of cgroups version 1, below comments that still say TODO',
  {
    'cgroups.ts': {
      '// 5.1  ': '// TODO 5.1  ',
      '// 5.2  ': '// TODO 5.2  ',
      '// 5.3  ': '// TODO 5.3  ',
      '`${path}/memory.max`': '`${path}/memory.limit_in_bytes`',
    },
  },
  { message: /memory\.limit_in_bytes/ },
)

for (const [what, path] of [
  ['puts the path in quotes that do not read it', "'${path}/memory.max'"],
  ['names the folder of all cgroups twice', '`${CGROUP_ROOT}/${path}/memory.max`'],
  ['names the folder of its own cgroups twice', '`${OURS}/${path}/memory.max`'],
] as const)
  wrong(
    '5.2',
    what,
    { 'cgroups.ts': { 'writeKernelFile(`${path}/memory.max`': `writeKernelFile(${path}` } },
    { expected: /^104857600$|a container that starts/, message: /ENOENT/ },
  )

wrong(
  '5.2',
  'limits all containers together as well',
  {
    'cgroups.ts': {
      'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))':
        'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))\n  writeKernelFile(`${OURS}/memory.max`, String(MEMORY_MAX))',
    },
  },
  { kernelFile: /\/drydock\/memory\.max$/, expected: /no limit that several containers share/ },
)
