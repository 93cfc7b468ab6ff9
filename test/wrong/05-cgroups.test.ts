import { wrong } from '../kit/wrong.ts'

const memory = 'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))'
const cpu = 'writeKernelFile(`${path}/cpu.max`, CPU_MAX)'
const join = 'writeKernelFile(`${path}/cgroup.procs`, String(pid))'
const remove = 'if (existsSync(path)) rmdirSync(path)'
const makeFolder = 'mkdirSync(path, { mode: 0o755 })'
const nodeFs = "import { existsSync, mkdirSync, rmdirSync } from 'node:fs'"

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
  { found: /one folder while two containers ran/, message: /share its limits/ },
)

wrong(
  '5.1',
  'makes an ordinary folder, where no kernel looks',
  {
    'cgroups.ts': {
      "'/sys/fs/cgroup'": "'/tmp/cgroup'",
      [nodeFs]: "import { existsSync, mkdirSync, rmSync, writeFileSync as writeKernelFile } from 'node:fs'",
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
  'limits it before the controller is there',
  {
    'cgroups.ts': {
      "'+memory +cpu'": "'+cpu'",
      [memory]: `try { ${memory} } catch {}`,
    },
  },
  { found: /no such file/, message: /cgroup\.subtree_control/ },
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
  '5.4',
  'never moves it',
  { 'cgroups.ts': { [join]: '' } },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, expected: /^0::\/drydock\/\d+$/, found: /^0::\/init/ },
)

wrong(
  '5.4',
  'moves it while it runs: the child does not wait',
  {
    'gate.ts': {
      "if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Error('the parent gave up on this start')": '',
    },
  },
  { kernelFile: /memory\.max$/, found: /the command ran first/, message: /must wait/ },
)

wrong(
  '5.4',
  'lets the child go before it is moved',
  {
    'gate.ts': {
      "addProcessToCgroup(cgroup, container.pid)\n    gate.write('!')":
        "gate.write('!')\n    addProcessToCgroup(cgroup, container.pid)",
    },
  },
  // Whether the parent is already at the file when the command runs, or has not come so far, is the scheduler's choice.
  { kernelFile: /cgroup\.procs$|^\/proc\/\d+\/cgroup$/, found: /the command ran first|0::\/init/ },
)

wrong(
  '5.4',
  'sets the limits when the command runs already',
  {
    'cgroups.ts': {
      'limitMemory(path)\n    limitCpu(path)': '',
      'function limitMemory':
        'export function limit(path: string): void {\n  limitMemory(path)\n  limitCpu(path)\n}\n\nfunction limitMemory',
    },
    'gate.ts': {
      'addProcessToCgroup, removeCgroup': 'addProcessToCgroup, limit, removeCgroup',
      "gate.write('!')": "gate.write('!')\n    limit(cgroup)",
    },
  },
  { kernelFile: /memory\.max$/, found: /the command ran first/ },
)

/** Has the parent do something when the container has used 40 MiB: more than its start takes, less than any load. */
const atWork = (action: string) => ({
  'gate.ts': {
    'import { readSync, writeSync }': 'import { readFileSync, readSync, writeFileSync, writeSync }',
    "gate.write('!')": `gate.write('!')
    const folder = cgroup
    const look = setInterval(() => {
      if (Number(readFileSync(\`\${folder}/memory.current\`)) < 40 * 1024 * 1024) return
      clearInterval(look)
      ${action}
    }, 5)
    status.then(() => clearInterval(look))`,
  },
})

wrong(
  '5.5',
  'lifts the limit on memory when it begins to work',
  atWork("writeFileSync(`${folder}/memory.max`, 'max')"),
  { kernelFile: /\/memory\.events$/, expected: /oom_kill 1/, found: /oom_kill 0/, message: /MiB and lived/ },
)

wrong(
  '5.5',
  'lifts the limit on the processor when it begins to work',
  atWork("writeFileSync(`${folder}/cpu.max`, 'max')"),
  { kernelFile: /\/cpu\.stat$/, expected: /0\.6 s/, found: /s$/ },
)

wrong(
  '5.5',
  'moves it out again when it begins to work',
  atWork(
    "for (const pid of readFileSync(`${folder}/cgroup.procs`, 'utf8').trim().split('\\n')) writeFileSync('/sys/fs/cgroup/init/cgroup.procs', pid)",
  ),
  { found: /./ },
)

wrong(
  '5.6',
  'never removes it',
  { 'cgroups.ts': { [remove]: '' } },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, expected: /no such folder/, found: /this and 1 more/ },
)

wrong(
  '5.6',
  'removes it only where all went well',
  {
    'gate.ts': {
      'if (cgroup !== undefined) removeCgroup(cgroup)':
        'if (cgroup !== undefined && (await status) === 0) removeCgroup(cgroup)',
    },
  },
  { found: /this and 1 more/ },
)

wrong(
  '5.6',
  'does not remove that of a container that was killed',
  {
    'gate.ts': {
      'if (cgroup !== undefined) removeCgroup(cgroup)':
        'if (cgroup !== undefined && (await status) < 128) removeCgroup(cgroup)',
    },
  },
  { found: /still there/ },
)

wrong(
  '5.6',
  'tries to remove the files, which are the kernel’s',
  {
    'cgroups.ts': {
      [nodeFs]: nodeFs.replace('rmdirSync', 'rmSync'),
      [remove]: 'rmSync(path, { recursive: true, force: true })',
    },
  },
  { found: /this and 1 more/ },
)

wrong(
  '5.6',
  'tries to remove it while the container is in it',
  {
    'cgroups.ts': { [remove]: 'try { rmdirSync(path) } catch {}' },
    'gate.ts': {
      'await status\n    try {\n      undo()\n    } finally {\n      if (cgroup !== undefined) removeCgroup(cgroup)\n    }':
        'if (cgroup !== undefined) removeCgroup(cgroup)\n    await status',
    },
  },
  { found: /this and 1 more/ },
)
