import { wrong } from '../../kit/wrong.ts'
import { nodeFs } from './cgroups.ts'

const cpu = 'writeKernelFile(`${path}/cpu.max`, CPU_MAX)'

wrong(
  '5.3',
  'grants the whole processor',
  { 'cgroups.ts': { "'50000 100000'": "'100000 100000'" } },
  { kernelFile: /\/cpu\.max$/, expected: /^50000 100000$/, found: /^100000 100000 .*100 %/ },
)

wrong(
  '5.3',
  'writes the period before the quota',
  { 'cgroups.ts': { "'50000 100000'": "'100000 50000'" } },
  { found: /^100000 50000 .*200 %/ },
)

wrong(
  '5.3',
  'is off by a factor of ten',
  { 'cgroups.ts': { "'50000 100000'": "'5000 100000'" } },
  { found: /^5000 100000 .*5 %/ },
)

wrong(
  '5.3',
  'gives it half the weight instead',
  { 'cgroups.ts': { [cpu]: "writeKernelFile(`${path}/cpu.weight`, '50')" } },
  { found: /^max 100000 .*no limit at all/ },
)

wrong(
  '5.3',
  'limits the parent, which the containers share',
  { 'cgroups.ts': { [cpu]: cpu.replace('${path}', '${OURS}') } },
  { kernelFile: /\/\d+\/cpu\.max$/, found: /no limit at all/ },
)

wrong(
  '5.3',
  'hands it out once in a second',
  { 'cgroups.ts': { "'50000 100000'": "'50000 1000000'" } },
  { found: /^50000 1000000 .*5 %/ },
)

wrong(
  '5.3',
  'is off by one',
  { 'cgroups.ts': { "'50000 100000'": "'50001 100000'" } },
  { expected: /^50000 100000$/, found: /^50001 100000 / },
)

wrong(
  '5.3',
  'counts in milliseconds, which the kernel refuses, and goes on',
  { 'cgroups.ts': { "'50000 100000'": "'50 100'", [cpu]: `try { ${cpu} } catch {}` } },
  { found: /^max 100000 .*no limit at all/ },
)

wrong(
  '5.3',
  'grants half of every processor',
  {
    'cgroups.ts': {
      "'50000 100000'": '`${availableParallelism() * 50000} 100000`',
      [nodeFs]: `import { availableParallelism } from 'node:os'\n${nodeFs}`,
    },
  },
  { found: /^100000 100000 .*100 %/ },
)

wrong(
  '5.3',
  'is nice to others instead',
  {
    'cgroups.ts': {
      [cpu]: 'setPriority(Number(path.split("/").at(-1)), 19)',
      [nodeFs]: `import { setPriority } from 'node:os'\n${nodeFs}`,
    },
  },
  { found: /no limit at all/ },
)

wrong(
  '5.3',
  'limits the first of two containers only',
  { 'cgroups.ts': { [cpu]: `try {\n mkdirSync('/tmp/limited')\n ${cpu}\n } catch {}` } },
  { found: /no limit at all/ },
)

wrong(
  '5.3',
  'writes per cent, which the kernel refuses, and the container does not start',
  { 'cgroups.ts': { "'50000 100000'": "'50%'" } },
  {
    kernelFile: /\/drydock\/\d+\/cpu\.max$/,
    expected: /^50000 100000$/,
    found: /no limit yet, and the container did not start/,
    message: /cpu\.max, 50%\): EINVAL/,
  },
)

wrong(
  '5.3',
  'limits the processor before the memory, in per cent',
  {
    'cgroups.ts': {
      "'50000 100000'": "'50%'",
      'limitMemory(path)\n    limitCpu(path)': 'limitCpu(path)\n    limitMemory(path)',
    },
  },
  { message: /cpu\.max, 50%\): EINVAL/ },
)

wrong(
  '5.3',
  'calls the file as version 1 of cgroups did',
  { 'cgroups.ts': { [cpu]: "writeKernelFile(`${path}/cpu.cfs_quota_us`, '50000')" } },
  { found: /no limit yet, and the container did not start/, message: /cpu\.cfs_quota_us\): (EACCES|ENOENT)/ },
)

wrong(
  '5.3',
  'has the reference make its cgroups, by way of #steps',
  {
    'gate.ts': { "'./cgroups.ts'": "'#steps/05-cgroups/cgroups.ts'" },
    'cgroups.ts': { "'50000 100000'": "'25000 100000'" },
  },
  { found: /^25000 100000 .*25 %/ },
)

wrong(
  '5.3',
  'puts the path in quotes that do not read it',
  { 'cgroups.ts': { 'writeKernelFile(`${path}/cpu.max`': "writeKernelFile('${path}/cpu.max'" } },
  { expected: /^50000 100000$|a container that starts/, message: /ENOENT/ },
)

wrong(
  '5.3',
  'limits all containers together as well',
  {
    'cgroups.ts': {
      'writeKernelFile(`${path}/cpu.max`, CPU_MAX)':
        'writeKernelFile(`${path}/cpu.max`, CPU_MAX)\n  writeKernelFile(`${OURS}/cpu.max`, CPU_MAX)',
    },
  },
  { kernelFile: /\/drydock\/cpu\.max$/, expected: /no limit that several containers share/ },
)

wrong(
  '5.3',
  'writes into the file of the TODO before',
  { 'cgroups.ts': { 'writeKernelFile(`${path}/cpu.max`': 'writeKernelFile(`${path}/memory.max`' } },
  { kernelFile: /\/cpu\.max$/, expected: /^50000 100000$/, message: /memory\.max.*EINVAL/s },
)

wrong(
  '5.3',
  'names the folder of the parent’s number',
  { 'cgroups.ts': { '`${path}/cpu.max`': '`${OURS}/${process.pid}/cpu.max`' } },
  { expected: /^50000 100000$|a container that starts/, message: /cpu\.max.*ENOENT/s },
)
