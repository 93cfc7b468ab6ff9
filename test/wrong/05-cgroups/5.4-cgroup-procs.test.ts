import { wrong } from '../../kit/wrong.ts'
import { nodeFs, remove } from './cgroups.ts'

const join = 'writeKernelFile(`${path}/cgroup.procs`, String(pid))'

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
  'does nothing yet: neither waits nor moves it',
  {
    'cgroups.ts': { [join]: '' },
    'gate.ts': {
      "if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Error('the parent gave up on this start')": '',
    },
  },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^0::\/init {8}where your program was started/ },
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

const leave = '/sys/fs/cgroup/init/cgroup.procs'

wrong(
  '5.4',
  'moves itself',
  {
    'cgroups.ts': {
      [join]: 'writeKernelFile(`${path}/cgroup.procs`, String(process.pid))',
      [remove]: `writeKernelFile('${leave}', String(process.pid))\n  ${remove}`,
    },
  },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^0::\/init/ },
)

wrong(
  '5.4',
  'moves process 1, which is what the child is called by itself only',
  { 'cgroups.ts': { [join]: "writeKernelFile(`${path}/cgroup.procs`, '1')" } },
  // In a berth that is a process of ours, which no cgroup of the code's can have.
  { expected: /a container that starts/, message: /cgroup\.procs, 1\): ENOENT/ },
)

wrong(
  '5.4',
  'moves the first of two containers only',
  { 'cgroups.ts': { [join]: `try {\n mkdirSync('/tmp/moved')\n } catch { return }\n ${join}` } },
  { found: /^0::\/init/ },
)

wrong(
  '5.4',
  'has the child wait for some time, and not for its parent',
  {
    'gate.ts': {
      "if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Error('the parent gave up on this start')":
        'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)',
    },
  },
  {
    kernelFile: /cgroup\.procs$|memory\.max$|^\/proc\/\d+\/cgroup$/,
    found: /the command ran first|0::\/init/,
  },
)

/** The parent makes the cgroup first, and has its files open before there is a child. */
const opened = (write: string) => ({
  'cgroups.ts': {
    [nodeFs]: nodeFs.replace('existsSync', 'openSync, writeSync, existsSync'),
    'export function addProcessToCgroup': `export function openCgroup(): { path: string; files: Record<string, number> } {
  const path = setupCgroups(process.pid)
  const open = (file: string) => [file, openSync(\`\${path}/\${file}\`, 'w')] as const
  return { path, files: Object.fromEntries(['cgroup.procs', 'memory.max', 'cpu.max'].map(open)) }
}

export const write = (file = -1, text: string) => writeSync(file, text)

export function addProcessToCgroup`,
  },
  'gate.ts': {
    'import { addProcessToCgroup, removeCgroup, setupCgroups }':
      'import { type openCgroup, removeCgroup, write }',
    '  container: ChildProcess,\n':
      '  container: ChildProcess,\n  { path, files }: ReturnType<typeof openCgroup>,\n',
    'cgroup = setupCgroups(container.pid)': 'cgroup = path',
    "const hasEnded = await Promise.race([once(gate, 'data').then(() => false), status.then(() => true)])\n    if (hasEnded) return status\n    addProcessToCgroup(cgroup, container.pid)\n    gate.write('!')":
      write,
  },
  'container.ts': {
    'return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }))':
      'const own = openCgroup()\n  return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), own)',
    "import { GATED, limited, waitForLimits } from './gate.ts'":
      "import { openCgroup } from './cgroups.ts'\nimport { GATED, limited, waitForLimits } from './gate.ts'",
  },
})
const wait = "if (readSync(GATE, Buffer.alloc(1)) === 0) throw new Error('the parent gave up on this start')"
const withoutWaiting = (edits: ReturnType<typeof opened>) => ({
  ...edits,
  'gate.ts': { ...edits['gate.ts'], [wait]: '' },
})

wrong(
  '5.4',
  'opens cgroup.procs before there is a child, and writes when there is one that does not wait',
  withoutWaiting(opened("write(files['cgroup.procs'], String(container.pid))")),
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^0::\/init/, message: /did not wait/ },
)

wrong(
  '5.4',
  'has the child go on when the parent has given up',
  { 'gate.ts': { [wait]: 'readSync(GATE, Buffer.alloc(1))' } },
  {
    expected: /no command where the kernel refuses/,
    found: /without limits, in 0::\/init/,
    message: /0 bytes/,
  },
)

wrong(
  '5.4',
  'has the child ask for ever when the parent has given up',
  { 'gate.ts': { [wait]: 'while (readSync(GATE, Buffer.alloc(1)) === 0);' } },
  { expected: /a start that ends/, found: /still running/, message: /0 bytes/ },
)

wrong(
  '5.4',
  'never says that the child may go on',
  { 'gate.ts': { "gate.write('!')": '' } },
  { expected: /a container that starts/, message: /the parent gave up on this start/ },
)

wrong(
  '5.4',
  'does not say that it is there, and both wait',
  { 'gate.ts': { "writeSync(GATE, '!')": '' } },
  { expected: /a container that starts/, found: /did not/, message: /wait for each other/ },
)

wrong(
  '5.4',
  'moves a process that is not there',
  { 'gate.ts': { 'addProcessToCgroup(cgroup, container.pid)': 'addProcessToCgroup(cgroup, 99_999)' } },
  { expected: /a container that starts/, message: /cgroup\.procs, 99999\): ESRCH/ },
)

const move = 'writeKernelFile(`${path}/cgroup.procs`, String(pid))'

wrong(
  '5.4',
  'writes the pid into the folder',
  { 'cgroups.ts': { [move]: 'writeKernelFile(path, String(pid))' } },
  { expected: /a container that starts/, message: /open\(.*\/drydock\/\d+\): EISDIR/ },
)

wrong(
  '5.4',
  'calls the file as version 1 of cgroups did',
  { 'cgroups.ts': { [move]: move.replace('cgroup.procs', 'tasks') } },
  { expected: /a container that starts/, message: /\/tasks\): (EACCES|ENOENT)/ },
)

for (const [what, instead, found] of [
  ['moves a child that has ended', '', /an error about/],
  ['takes the end of its child for a success', 'if (hasEnded) return 0', /exit status 0/],
] as const)
  wrong(
    '5.4',
    what,
    { 'gate.ts': { 'if (hasEnded) return status': instead } },
    { expected: /there is no such image/, found },
  )

wrong(
  '5.4',
  'moves it into the parent, which the containers share',
  { 'cgroups.ts': { [join]: join.replace('${path}', '${OURS}') } },
  { expected: /a container that starts/, message: /EBUSY/ },
)

wrong(
  '5.4',
  'moves the parent instead',
  { 'gate.ts': { 'addProcessToCgroup(cgroup, container.pid)': 'addProcessToCgroup(cgroup, process.pid)' } },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^0::\/init/ },
)

wrong(
  '5.4',
  'lets the child go on when it could not be moved',
  {
    'gate.ts': {
      'addProcessToCgroup(cgroup, container.pid)':
        'try {\n      addProcessToCgroup(cgroup, container.pid)\n    } catch {}',
    },
  },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, expected: /refuses to move it/, found: /without limits/ },
)

wrong(
  '5.4',
  'writes the pid into the file of the TODO before',
  { 'cgroups.ts': { '`${path}/cgroup.procs`': '`${path}/memory.max`', 'String(pid)': '`pid ${pid}`' } },
  { expected: /a container that starts/, message: /memory\.max.*EINVAL/s },
)

const [memory, cpu] = [
  'writeKernelFile(`${path}/memory.max`, String(MEMORY_MAX))',
  'writeKernelFile(`${path}/cpu.max`, CPU_MAX)',
]

for (const [what, from, writing] of [
  ['by promises', "import { writeFile } from 'node:fs/promises'", 'void writeFile'],
  [
    'by callbacks',
    "import { writeFile } from 'node:fs'",
    'const write = (file: string, text: string) => writeFile(file, text, () => {})\n  write',
  ],
  [
    'by a shell',
    "import { exec } from 'node:child_process'",
    'const write = (file: string, text: string) => exec(`echo ${text} > ${file}`)\n  write',
  ],
] as const)
  wrong(
    '5.4',
    `begins to write the limits ${what}, and does not wait for that`,
    {
      'cgroups.ts': {
        [nodeFs]: `${from}\n${nodeFs}`,
        [memory]: memory.replace('writeKernelFile', writing),
        [cpu]: cpu.replace('writeKernelFile', writing),
      },
    },
    { kernelFile: /(memory|cpu)\.max$/, found: /the command ran first/ },
  )

wrong(
  '5.4',
  'has the child look for ever whether it has been moved, when the parent has ended',
  {
    'gate.ts': {
      [wait]:
        "while (readFileSync('/proc/self/cgroup', 'utf8').includes('/init')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)",
      "  dieWithParent()\n  writeSync(GATE, '!')\n": '',
      "const hasEnded = await Promise.race([once(gate, 'data').then(() => false), status.then(() => true)])\n    if (hasEnded) return status":
        '',
      'cgroup = setupCgroups(container.pid)':
        'try {\n      cgroup = setupCgroups(container.pid)\n    } catch (error) {\n      console.error(error)\n      process.exit(125)\n    }',
      'import { readSync': 'import { readFileSync',
    },
  },
  { expected: /no process left/, found: /child/ },
)
