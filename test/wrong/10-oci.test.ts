import { wrong } from '../kit/wrong.ts'

const flags = 'newNamespaces(namespaces) & ~CLONE_NEWCGROUP'
const letOut = '  leaveGate()\n'
const wait = '  waitAtDoor()\n'
const open = 'openDoor(container.folder)'
const ended = "if (birthOf(pid) !== born) return 'stopped'"
const early = "isDoorThere(container.folder) ? 'created' : 'running'"
const refusal =
  "if (statusOf(container) === 'stopped') throw new Failure(`The container ${id} does not run: it has ended.`)"
const signal = 'process.kill(each, number)'
const notYet = [
  'if (!force)',
  '      throw new Failure(`The container ${id} has not ended. Next: kill ${id}, or delete --force ${id}`)',
].join('\n')
const removeCgroup = '  removeCgroups(cgroup)\n'
const addToCgroup = "writeKernelFile(join(cgroup, 'cgroup.procs'), String(pid))"
const writeLimit = 'writeKernelFile(join(cgroup, file), value)'
const atOnce = 'const atOnce = isBind ? flags & (sys.MS_BIND | sys.MS_REC) : flags'
const mountEach = 'mountOne(rootfs, each)'
const protect = "sys.mount(null, '/', null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY | sys.MS_NODEV)"
const become = 'becomeUser(wanted.user)'
const noNewPrivileges = 'if (wanted.noNewPrivileges) setNoNewPrivileges()'
const filter = 'if (filter) setFilter(filter)'
const limits = 'setResourceLimits(wanted.rlimits)'
const capabilities = 'takeCapabilities(wanted.capabilities)'
const joined = 'namespacesOf(pid))'

wrong('10.1', 'runs the command at once', { 'init.ts': { [wait]: '' } }, { found: /the command runs/ })

wrong(
  '10.1',
  'has it die with create',
  {
    'init.ts': {
      [letOut]: `  dieWithParent()\n${letOut}`,
      'import { sethostname }':
        "import { dieWithParent } from '#provided/syscalls/process.ts'\nimport { sethostname }",
    },
  },
  { found: /^\d+, which nobody has$/, message: /dieWithParent/ },
)

wrong(
  '10.1',
  'writes down its own number',
  { 'create.ts': { 'writeFileSync(pidFile, String(pid))': 'writeFileSync(pidFile, String(process.pid))' } },
  { found: /^\d+, which nobody has$/ },
)

wrong(
  '10.1',
  'leaves out a namespace that the bundle asks for',
  { 'create.ts': { [flags]: `${flags} & ~0x40000000` } },
  { kernelFile: /^\/proc\/\d+\/ns\/net$/, found: /that of the machine/ },
)

wrong(
  '10.1',
  'joins no network',
  {
    'create.ts': {
      '    joinedNamespaces(namespaces),\n': '',
      'joinedNamespaces, newNamespaces': 'newNamespaces',
    },
  },
  { kernelFile: /\/ns\/net$/, expected: /"path"/, found: /^net:/ },
)

wrong('10.2', 'opens no door', { 'start.ts': { [open]: '' } }, { found: /nobody executes it/ })

wrong(
  '10.2',
  'takes the door away and lets nobody through',
  {
    'start.ts': {
      [open]: 'rmSync(`${container.folder}/door`)',
      'import type { CommandLine }': "import { rmSync } from 'node:fs'\nimport type { CommandLine }",
    },
  },
  { found: /nobody executes it/ },
)

wrong(
  '10.2',
  'starts a second process for the command',
  {
    'start.ts': {
      [open]: [
        'const { config, rootfs } = readBundle(container.load().bundle)',
        "spawn('chroot', [rootfs, ...config.process.args], { stdio: 'ignore', detached: true }).unref()",
      ].join('\n'),
      'import type { CommandLine }': [
        "import { spawn } from 'node:child_process'",
        "import { readBundle } from '#provided/oci/bundle.ts'",
        'import type { CommandLine }',
      ].join('\n'),
    },
  },
  { expected: /the process that waited/ },
)

wrong(
  '10.2',
  'has its output go nowhere',
  { 'create.ts': { '{ stdio: GATED }': "{ stdio: ['ignore', 'ignore', 'inherit', 'pipe'] }" } },
  { expected: /where create had its stdout/, found: /^nothing$/ },
)

wrong(
  '10.3',
  'goes by what was written down',
  { 'state.ts': { [ended]: '' } },
  { expected: /"stopped" after its end/, found: /"running"/ },
)

wrong(
  '10.3',
  'takes one that waits for one that runs',
  { 'state.ts': { [early]: "'running'" } },
  { expected: /"created" after create/, found: /"running"/ },
)

wrong(
  '10.3',
  'has one signal for all',
  { 'kill.ts': { [signal]: "process.kill(each, 'SIGTERM')" } },
  { expected: /SIGUSR1/, found: /it has none/ },
)

wrong(
  '10.3',
  'takes another process for it that has its number by now',
  { 'state.ts': { [ended]: "if (birthOf(pid) === undefined) return 'stopped'" } },
  { expected: /another process has its number/, found: /"running"/ },
)

wrong(
  '10.3',
  'signals the first process only, whatever is asked',
  { 'kill.ts': { 'all ? processesIn(cgroup) : [pid]': '[pid]' } },
  { expected: /kill --all/, found: /others than the first/ },
)

wrong(
  '10.3',
  'signals all processes, whatever is asked',
  { 'kill.ts': { 'all ? processesIn(cgroup) : [pid]': 'processesIn(cgroup)' } },
  { found: /others of the container/, message: /--all/ },
)

wrong(
  '10.3',
  'is content with a container that has ended',
  { 'kill.ts': { [refusal]: '', [signal]: `try { ${signal} } catch {}` } },
  { expected: /refuses a container that has ended/ },
)

wrong(
  '10.4',
  'deletes what still runs',
  { 'delete.ts': { [notYet]: '' } },
  { expected: /refuses/, found: /is gone/, message: /--force/ },
)

wrong(
  '10.4',
  'leaves the cgroup',
  { 'delete.ts': { [removeCgroup]: '' } },
  { kernelFile: /^\/sys\/fs\/cgroup\/drydock-/, found: /drydock-/ },
)

wrong(
  '10.4',
  'leaves its notes',
  { 'delete.ts': { [`${removeCgroup}  container.remove()\n`]: removeCgroup } },
  { expected: /knows no container/, found: /"stopped"/ },
)

wrong(
  '10.4',
  'does not wait for what it has killed',
  {
    'delete.ts': {
      '    waitForEnd(pid)\n': '',
      '  endProcesses(cgroup)\n': '',
      "process.kill(pid, 'SIGKILL')": "process.kill(pid, 'SIGTERM')",
    },
  },
  { expected: /delete --force/, found: /ended with 125/, message: /EBUSY/ },
)

wrong(
  '10.5',
  'leaves it where podman is',
  { 'cgroup.ts': { [addToCgroup]: '' } },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^\// },
)

wrong(
  '10.5',
  'has a cgroup of its own choice',
  {
    'create.ts': {
      'const cgroup = cgroupOf(bundle, id)': 'const cgroup = `/sys/fs/cgroup/mine/${id}`',
    },
  },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, found: /^\/mine\// },
)

wrong(
  '10.5',
  'forgets the processes',
  { 'cgroup.ts': { [writeLimit]: `if (file !== 'pids.max') ${writeLimit}` } },
  { kernelFile: /pids\.max$/, found: /^max$/ },
)

wrong(
  '10.5',
  'hands no controllers down',
  { 'cgroup.ts': { 'handDownControllers(above)': '' } },
  { kernelFile: /pids\.max$/, found: /ended with \d+/, message: /pids\.max/ },
)

wrong(
  '10.6',
  'binds with all flags at once',
  { 'mounts.ts': { [atOnce]: 'const atOnce = flags' } },
  { expected: /read-only/, message: /second call/ },
)

wrong(
  '10.6',
  'mounts what is no volume, and nothing else',
  { 'mounts.ts': { [mountEach]: `if (each.type !== 'bind') ${mountEach}` } },
  { kernelFile: /mountinfo$/, expected: /^\/workshop\/volume on/ },
)

wrong(
  '10.6',
  'mounts the volumes only',
  {
    'mounts.ts': { [mountEach]: `if (each.type === 'bind' && each.destination !== '/dev/shm') ${mountEach}` },
  },
  { expected: /proc on \/proc/, found: /nothing/ },
)

wrong(
  '10.6',
  'has all mounts private, whatever is asked',
  { 'mounts.ts': { '  if (propagation) sys.mount(null, point, null, propagation)\n': '' } },
  { kernelFile: /mountinfo$/, expected: /\/dev with the propagation shared/ },
)

wrong(
  '10.6',
  'takes a bind mount for a filesystem',
  {
    'mounts.ts': {
      [atOnce]: 'const atOnce = flags & ~(sys.MS_BIND | sys.MS_REC)',
      'isBind ? null : filesystem': 'filesystem',
    },
  },
  { expected: /create, which ends with 0/, message: /mount\(.*ENODEV/ },
)

wrong(
  '10.6',
  'leaves the root writable',
  { 'mounts.ts': { [protect]: '' } },
  { expected: /root\.readonly/, found: /rw/ },
)

wrong(
  '10.7',
  'stays root',
  { 'process.ts': { [become]: '' } },
  { kernelFile: /^\/proc\/\d+\/status$/, expected: /^Uid: \d{4,5}$/, found: /^Uid: 0/ },
)

wrong('10.7', 'sets no filter', { 'process.ts': { [filter]: '' } }, { expected: /^Seccomp: 2$/ })

wrong(
  '10.7',
  'keeps what it may do',
  { 'process.ts': { [capabilities]: '' } },
  { expected: /^CapBnd: 0{12}2000$/, found: /^CapBnd: / },
)

wrong(
  '10.7',
  'leaves a way to more rights',
  { 'process.ts': { [noNewPrivileges]: '' } },
  { expected: /^NoNewPrivs: 1$/, found: /0$/ },
)

wrong(
  '10.7',
  'limits no files',
  { 'process.ts': { [limits]: '' } },
  { kernelFile: /limits$/, expected: /RLIMIT_NOFILE/ },
)

wrong(
  '10.7',
  'looks for a user of that name in the image',
  { 'process.ts': { [become]: 'process.setuid?.(String(wanted.user?.uid ?? 0))' } },
  { expected: /a command that runs/, message: /identifier does not exist/ },
)

wrong(
  '10.8',
  'leaves it outside of the limits',
  { 'exec.ts': { 'addToCgroup(cgroup, await arrival(child))': 'await arrival(child)' } },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, message: /do not count/ },
)

wrong(
  '10.8',
  'has it join the cgroup when it runs already',
  {
    'exec.ts': {
      '  addToCgroup(cgroup, await arrival(child))\n  await letIn(child)\n':
        '  const arrived = await arrival(child)\n  await letIn(child)\n  addToCgroup(cgroup, arrived)\n',
    },
  },
  { kernelFile: /^\/proc\/\d+\/cgroup$/, message: /do not count/ },
)

wrong(
  '10.8',
  'executes on the machine’s files',
  { 'join.ts': { 'enterMounts(pid)': '' } },
  { kernelFile: /ns\/mnt$/, found: /^mnt:/ },
)

wrong(
  '10.8',
  'has the machine’s network',
  { 'exec.ts': { [joined]: "namespacesOf(pid).filter(({ path }) => !path.endsWith('net')))" } },
  { kernelFile: /^\/proc\/\d+\/ns\/net$/ },
)

wrong(
  '10.8',
  'lets nobody in',
  { 'exec.ts': { '  await letIn(child)\n': '' } },
  { found: /nobody executes it/ },
)

wrong(
  '10.9',
  'greets on the container’s stdout',
  { 'create.ts': { 'container.begin()': "container.begin()\n  process.stdout.write('creating\\n')" } },
  { expected: /what the command prints/, found: /creating/ },
)

wrong(
  '10.9',
  'has stderr go nowhere',
  { 'create.ts': { '{ stdio: GATED }': "{ stdio: ['inherit', 'inherit', 'ignore', 'pipe'] }" } },
  { expected: /each on its stream/ },
)

wrong(
  '10.2',
  'does not mind that it runs already',
  { 'start.ts': { [open]: `try { ${open} } catch {}` } },
  { found: /a second start: it ended with 0/ },
)

wrong(
  '10.6',
  'keeps the options for the filesystem to itself',
  { 'mounts.ts': { 'atOnce, data)': 'atOnce)', 'flags, propagation, data }': 'flags, propagation }' } },
  { expected: /\/dev with the option mode=755/ },
)

wrong(
  '10.7',
  'takes new privileges from every container',
  { 'process.ts': { [noNewPrivileges]: 'setNoNewPrivileges()' } },
  { expected: /NoNewPrivs: 0/, found: /NoNewPrivs: 1/ },
)

wrong(
  '10.1',
  'does not tell init where the notes are',
  { 'create.ts': { "'--root', root, '--bundle'": "'--bundle'" } },
  { expected: /the bundle says/, message: /ENOENT/ },
)

wrong(
  '10.3',
  'takes one that was killed before its start for one that waits',
  {
    'state.ts': {
      [ended]: "if (isDoorThere(container.folder)) return 'created'",
      [`return ${early}`]: "return birthOf(pid) === born ? 'running' : 'stopped'",
    },
  },
  { expected: /"stopped" after its end, where it was never started/, found: /created/ },
)

wrong(
  '10.3',
  'signals none that waits',
  { 'kill.ts': { "=== 'stopped'": "!== 'running'" } },
  { expected: /ends a container that waits/, message: /does not run/ },
)

wrong(
  '10.4',
  'ends what has ended',
  {
    'delete.ts': {
      [notYet]: '',
      "if (statusOf(container) !== 'stopped') {": `if (!force && statusOf(container) !== 'stopped') throw new Failure('It has not ended.')
  if (force) {`,
    },
  },
  { expected: /nobody is killed/ },
)

wrong(
  '10.5',
  'leaves out what cannot be limited',
  { 'cgroup.ts': { "file !== 'memory.swap.max' || ": '' } },
  { kernelFile: /pids\.drydock-/, expected: /does not have/, found: /left out/ },
)

wrong(
  '10.5',
  'has no cgroup to move anybody to',
  {
    'cgroup.ts': {
      '  mkdirSync(cgroup, { recursive: true })\n  for (const above of cgroupsAbove(cgroup)) handDownControllers(above)\n':
        '',
      [writeLimit]: '{}',
    },
  },
  { expected: /create, which ends with 0/, message: /cgroup\.procs.*ENOENT/ },
)

wrong(
  '10.6',
  'binds as in 6.2 and 6.3, and no more',
  {
    'mounts.ts': {
      [atOnce]: 'const atOnce = isBind ? sys.MS_BIND : flags',
      'if (later) sys.mount': 'if (later & sys.MS_RDONLY) sys.mount',
    },
  },
  { expected: /noatime/ },
)

wrong(
  '10.6',
  'binds without what is mounted below',
  {
    'mounts.ts': {
      [atOnce]: atOnce.replace(' | sys.MS_REC', '').replace('flags & (sys.MS_BIND)', 'sys.MS_BIND'),
    },
  },
  { expected: /rbind/ },
)

wrong(
  '10.6',
  'asks for everything in one call',
  {
    'mounts.ts': {
      'filesystem, atOnce, data)': 'filesystem, atOnce | propagation, data)',
      '  if (propagation) sys.mount(null, point, null, propagation)\n': '',
    },
  },
  { expected: /create, which ends with 0/, message: /EINVAL/ },
)

wrong(
  '10.7',
  'installs the filter last, as in 09',
  { 'process.ts': { [`${filter}\n    ${capabilities}`]: `${capabilities}\n    ${filter}` } },
  { message: /PR_SET_SECCOMP.*EACCES/ },
)

wrong(
  '10.6',
  'makes the whole filesystem read-only',
  { 'mounts.ts': { [protect]: protect.replace('sys.MS_BIND | ', '') } },
  { found: /for everybody/, message: /MS_BIND/ },
)

wrong(
  '10.4',
  'forgets it before there is nothing left',
  {
    'delete.ts': {
      [`${removeCgroup}  container.remove()`]: removeCgroup.trimEnd(),
      '  endProcesses(cgroup)\n': '  container.remove()\n  endProcesses(cgroup)\n',
    },
  },
  { expected: /called again/ },
)

wrong(
  '10.2',
  'waits for ever where it has been started before',
  {
    'start.ts': {
      '  openDoor(container.folder)':
        "  try { openDoor(container.folder) } catch { execFileSync('sleep', ['1000']) }",
      'import { Container }': "import { execFileSync } from 'node:child_process'\nimport { Container }",
    },
  },
  { found: /it does not end/ },
)

wrong(
  '10.1',
  'makes a PID namespace, whatever is asked',
  {
    'create.ts': {
      'newNamespaces(namespaces) &': "newNamespaces([...(namespaces ?? []), { type: 'pid' }]) &",
    },
  },
  { kernelFile: /ns\/pid$/, found: /one of its own/ },
)

wrong(
  '10.4',
  'ends nobody whom the command has left behind',
  { 'delete.ts': { '  endProcesses(cgroup)\n': '' } },
  { kernelFile: /cgroup\.procs$/, found: /sleep/, message: /PID namespace/ },
)

wrong(
  '10.7',
  'sets a filter where none is asked for',
  { 'process.ts': { 'if (filter) setFilter(filter)': 'setFilter(filter as Buffer)' } },
  { expected: /a bundle without a filter/, message: /TypeError/ },
)

wrong(
  '10.7',
  'sets the filter before it becomes that user',
  {
    'process.ts': {
      '    becomeUser(wanted.user)\n': '',
      'if (filter) setFilter(filter)\n': 'if (filter) setFilter(filter)\n    becomeUser(wanted.user)\n',
    },
  },
  { expected: /podman run/, found: /nobody executes its command/ },
)

wrong(
  '10.6',
  'protects the root, and gives it devices',
  { 'mounts.ts': { [protect]: protect.replace(' | sys.MS_NODEV', '') } },
  { expected: /nodev/, message: /anew/ },
)

wrong(
  '10.5',
  'has the folder above hand controllers down, and no other',
  { 'cgroup.ts': { 'cgroupsAbove(cgroup)) hand': 'cgroupsAbove(cgroup).slice(-1)) hand' } },
  { kernelFile: /pids\.max$/, expected: /create, for a bundle/ },
)

wrong(
  '10.7',
  'takes no capabilities where none are named',
  { 'process.ts': { [capabilities]: `if (wanted.capabilities) ${capabilities}` } },
  { expected: /^CapEff: 0+ where/, found: /^CapEff:/, message: /is empty/ },
)

wrong(
  '10.4',
  'asks the first process to end, which it ignores',
  { 'delete.ts': { "process.kill(pid, 'SIGKILL')": 'process.kill(pid)' } },
  { expected: /delete --force ends a container/, found: /it does not end/ },
)

wrong(
  '10.6',
  'names a constant that there is not',
  { 'mounts.ts': { 'sys.MS_REMOUNT | sys.MS_BIND | later)': 'MS_REMOUNT | sys.MS_BIND | later)' } },
  { message: /MS_REMOUNT is not defined/ },
)

wrong(
  '10.6',
  'binds everything with all that is mounted in it',
  { 'mounts.ts': { [atOnce]: 'const atOnce = isBind ? sys.MS_BIND | sys.MS_REC : flags' } },
  { expected: /nothing mounted below \/mnt/, found: /cgroup2/ },
)

wrong(
  '10.6',
  'forgets the propagation of what is bound',
  { 'mounts.ts': { 'if (propagation) sys': 'if (propagation && !isBind) sys' } },
  { expected: /on \/media, with the propagation shared/ },
)

wrong(
  '10.1',
  'looks for the door where it is no more',
  {
    'init.ts': {
      [wait]: '  readFileSync(new Container(root, id).folder)\n',
      'import { readBundle }': "import { readFileSync } from 'node:fs'\nimport { readBundle }",
    },
  },
  { expected: /a process that stays/, message: /ENOENT/ },
)

wrong(
  '10.1',
  'turns a flag over that it means to take away',
  { 'create.ts': { [flags]: 'newNamespaces(namespaces) ^ CLONE_NEWCGROUP' } },
  { kernelFile: /\/ns\/cgroup$/, found: /one of its own/ },
)

wrong(
  '10.4',
  'waits for a number, whoever has it',
  { 'delete.ts': { '    waitForEnd(pid)\n  }': '  }\n  waitForEnd(pid)' } },
  { found: /does not end/, message: /waits for somebody else/ },
)
