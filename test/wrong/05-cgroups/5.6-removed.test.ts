import { wrong } from '../../kit/wrong.ts'
import { nodeFs, remove } from './cgroups.ts'

wrong(
  '5.6',
  'never removes it',
  { 'cgroups.ts': { [remove]: '' } },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, expected: /no such folder/, found: /this and \d more/ },
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
  { found: /this and \d more/ },
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
  { found: /this and \d more/ },
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
  { found: /this and \d more/ },
)

wrong(
  '5.6',
  'removes the one above, which is not empty, and does not mind',
  { 'cgroups.ts': { [remove]: 'try { rmdirSync(OURS) } catch {}' } },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, found: /this and \d more/ },
)

wrong(
  '5.6',
  'removes that of one container only',
  { 'cgroups.ts': { [remove]: "try {\n mkdirSync('/tmp/removed')\n } catch { return }\n rmdirSync(path)" } },
  { found: /still there|this and 1 more/ },
)

wrong(
  '5.6',
  'means to do it later, and has ended by then',
  { 'cgroups.ts': { [remove]: 'setTimeout(() => rmdirSync(path), 60_000).unref()' } },
  { found: /this and \d more/ },
)

wrong(
  '5.6',
  'removes it where its command failed, and not where it was killed or all went well',
  {
    'gate.ts': {
      'if (cgroup !== undefined) removeCgroup(cgroup)':
        'if (cgroup !== undefined && (await status) === 1) removeCgroup(cgroup)',
    },
  },
  { found: /this and \d more/ },
)

wrong(
  '5.6',
  'removes that of a container only that came to its command',
  {
    'gate.ts': {
      'if (cgroup !== undefined) removeCgroup(cgroup)':
        'if (cgroup !== undefined && ![125, 126, 127].includes(await status)) removeCgroup(cgroup)',
    },
  },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock\/\d+$/, expected: /a start that failed/, found: /still there/ },
)

wrong(
  '5.6',
  'waits for a word of a child that has ended, for there is no such image',
  {
    'gate.ts': {
      "const hasEnded = await Promise.race([once(gate, 'data').then(() => false), status.then(() => true)])\n    if (hasEnded) return status":
        "await once(gate, 'data')",
    },
  },
  { expected: /a start that failed/, found: /still there/ },
)

wrong(
  '5.6',
  'wants a folder there, and hides why it is not',
  { 'cgroups.ts': { [remove]: 'rmdirSync(path)' } },
  { expected: /mkdir: EAGAIN/, message: /rmdir/ },
)

wrong(
  '5.6',
  'removes what all containers share as well',
  { 'cgroups.ts': { [remove]: `${remove}\n  if (existsSync(OURS)) rmdirSync(OURS)` } },
  { expected: /the exit status of the command/, message: /EBUSY.*rmdir|rmdir.*EBUSY/ },
)

wrong(
  '5.6',
  'takes the folder for a file',
  {
    'cgroups.ts': {
      [nodeFs]: nodeFs.replace('rmdirSync', 'rmdirSync, rmSync'),
      [remove]: 'if (existsSync(path)) rmSync(path)',
    },
  },
  { found: /this and \d more/, message: /EISDIR/ },
)

wrong(
  '5.6',
  'has a shell remove it, and hides why it is not there',
  {
    'cgroups.ts': {
      [nodeFs]: `import { execSync } from 'node:child_process'\n${nodeFs}`,
      [remove]: 'execSync(`rmdir ${path}`)',
    },
  },
  { expected: /mkdir: EAGAIN/, message: /rmdir/ },
)

wrong(
  '5.6',
  'takes the end of a container that was killed for a success',
  { 'gate.ts': { '  }\n  return status\n}': '  }\n  return (await status) < 128 ? status : 0\n}' } },
  { expected: /137/, found: /exit status 0/ },
)

wrong(
  '5.6',
  'takes the limits of all others with it',
  {
    'cgroups.ts': {
      [remove]: `${remove}\n  if (existsSync(OURS)) writeKernelFile(\`\${OURS}/cgroup.subtree_control\`, '-memory -cpu')`,
    },
  },
  { kernelFile: /\/memory\.max$/, expected: /another container has ended/, found: /no such file/ },
)

wrong(
  '5.6',
  'kills all others when it ends',
  {
    'cgroups.ts': {
      [remove]: `${remove}\n  if (existsSync(OURS)) writeKernelFile(\`\${OURS}/cgroup.kill\`, '1')`,
    },
  },
  { expected: /goes on when another one ends/, found: /has ended, too/ },
)

wrong(
  '5.6',
  'watches a file of its cgroup, and never ends',
  {
    'gate.ts': {
      "gate.write('!')":
        "gate.write('!')\n    watch(`${cgroup}/memory.events`, () => console.error('out of memory'))",
      'import { readSync,': 'import { readSync, watch,',
    },
  },
  { expected: /a parent that ends/, found: /still running/ },
)

wrong(
  '5.6',
  'measures the memory of a container that has ended',
  {
    'gate.ts': {
      "gate.write('!')":
        "gate.write('!')\n    setInterval(() => readFileSync(`${cgroup}/memory.current`), 200)",
      'import { readSync,': 'import { readFileSync, readSync,',
    },
  },
  { expected: /the exit status of the command/, found: /exit status 1/, message: /ENOENT/ },
)
