import { wrong } from '../kit/wrong.ts'

const swap = ["root.pivotRoot('.', '.')", "umount2('.', MNT_DETACH)"] as const
const nodev = 'mount(null, rootfs, null, MS_REMOUNT | MS_BIND | MS_NODEV)'
const sysfs = "sys.mount('sysfs', '/sys', 'sysfs', USUAL | sys.MS_RDONLY)"
const remount = 'sys.mount(null, path, null, sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY | USUAL)'
const tmpfs = "sys.mount('tmpfs', path, 'tmpfs', USUAL | sys.MS_RDONLY, 'size=0')"
const bounding = 'for (const number of all) if (!kept.includes(number)) dropFromBoundingSet(number)'
const dangerous = /SYS_(ADMIN|MODULE|TIME|BOOT|RAWIO|RESOURCE)|READ_SEARCH|MAC_/
const capset = 'capset({ effective: kept, permitted: kept, inheritable: [] })'
const clone3 = "{ names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: constants.errno.ENOSYS },"
const clone = 'value: NEW_NAMESPACES, valueTwo: 0'
const keys = "refused('add_key', 'keyctl', 'request_key'),"
const typing = "...[TIOCSTI, TIOCLINUX].map((request) => refusedFor('ioctl', 1, 0xffffffff, request)),"
const noNew = '  setNoNewPrivileges()'
const filter = 'setFilter(compile(profile))'
const join = '  limitProcesses()\n  enterCgroupNamespace()\n'
const cgroup2 = "mount('cgroup2', CGROUP_ROOT, 'cgroup2', MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY)"
const handDown =
  "for (const above of folders.slice(0, -1)) writeKernelFile(`${above}/cgroup.subtree_control`, '+pids')"
const limit = 'writeKernelFile(`${folders.at(-1)}/pids.max`, String(PIDS_MAX))'
const spawn = 'return await limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), connect)'

wrong(
  '9.3',
  'gives up what it needs to give up the rest',
  {
    'capabilities.ts': { [`${bounding}\n`]: '', [capset]: `${capset}\n  ${bounding}`, "'CAP_SETPCAP',": '' },
  },
  { expected: /a command that runs/, message: /EPERM/ },
)

wrong(
  '9.4',
  'installs the filter before it is allowed to',
  { 'seccomp.ts': { [noNew]: '' } },
  { expected: /a command that runs/, message: /EACCES/ },
)

wrong(
  '9.4',
  'refuses every clone, and so every program',
  {
    'seccomp.ts': {
      "names: ['clone'],\n    action: 'SCMP_ACT_ALLOW'": "names: ['getpid'],\n    action: 'SCMP_ACT_ALLOW'",
    },
  },
  { expected: /which every program needs/ },
)

wrong(
  '9.1',
  'changes the root by chroot',
  { 'root.ts': { [swap[0]]: "root.chroot('.')", [swap[1]]: '' } },
  { kernelFile: /mountinfo$/, found: /a chroot below its own/ },
)

wrong(
  '9.1',
  'leaves the old root on top of the new one',
  { 'root.ts': { [swap[1]]: '' } },
  { found: /a way out: .*\/\.\./ },
)

wrong(
  '9.1',
  'keeps the old root in a folder',
  {
    'root.ts': {
      [swap[0]]: "process.getBuiltinModule('fs').mkdirSync('old')\n  root.pivotRoot('.', 'old')",
      [swap[1]]: '',
    },
  },
  { found: /its mount points/ },
)

wrong(
  '9.1',
  'stays in a folder outside',
  {
    'container.ts': {
      '  changeRoot(rootfs)': [
        "  const { openSync, closeSync } = process.getBuiltinModule('fs')",
        "  const outside = openSync('/workshop', 'r')",
        '  changeRoot(rootfs)',
      ].join('\n'),
      '  enterWorkingDir(workingDir)': '  process.chdir(`/proc/self/fd/${outside}`)\n  closeSync(outside)',
    },
  },
  { found: /the folder that it starts in/ },
)

wrong(
  '9.1',
  'lets devices of the image be',
  { 'root.ts': { [nodev]: '' } },
  { expected: /nodev/, found: /disk/ },
)

wrong(
  '9.1',
  'binds the root without what is mounted in it',
  { 'root.ts': { 'MS_BIND | MS_REC)': 'MS_BIND)' } },
  { expected: /the file of a volume/, message: /MS_REC/ },
)

wrong(
  '9.2',
  'mounts no /sys',
  { 'paths.ts': { [sysfs]: '' } },
  { kernelFile: /\/sys$/, found: /nothing|empty/ },
)

wrong(
  '9.2',
  'mounts a /sys that can be written to',
  { 'paths.ts': { [sysfs]: sysfs.replace(' | sys.MS_RDONLY', '') } },
  { kernelFile: /\/sys\/kernel\//, found: /it can/ },
)

wrong(
  '9.2',
  'shows the /sys of the machine, to be read only',
  {
    'container.ts': {
      'mountSys, ': 'bindSys, ',
      '  mountSys()\n': '',
      '  changeRoot(rootfs)\n': '  bindSys(rootfs)\n  changeRoot(rootfs)\n',
    },
    'paths.ts': {
      'export function mountSys': `export function bindSys(rootfs: string): void {
  const path = \`\${rootfs}/sys\`
  mkdirSync(path, { recursive: true })
  sys.mount('/sys', path, null, sys.MS_BIND)
  ${remount}
}

export function mountSys`,
    },
  },
  { kernelFile: /sys\/class\/net$/, expected: /eth0/, found: /as well/ },
)

wrong(
  '9.2',
  'protects by one call, which looks at no other flag',
  {
    'paths.ts': {
      'sys.mount(path, path, null, sys.MS_BIND | sys.MS_REC)':
        'sys.mount(path, path, null, sys.MS_BIND | sys.MS_RDONLY)',
      [remount]: '',
    },
  },
  { kernelFile: /proc\/sys\/kernel\/hostname$/, found: /has another name now/ },
)

wrong(
  '9.2',
  'leaves /proc/sysrq-trigger as it is',
  { 'paths.ts': { ", '/proc/sysrq-trigger']": ']' } },
  { kernelFile: /sysrq-trigger$/ },
)

wrong(
  '9.2',
  'hides files and no folders',
  { 'paths.ts': { [tmpfs]: '{}' } },
  { kernelFile: /\/(proc|sys)\/\w+\/$/ },
)

wrong(
  '9.2',
  'shows the keys of everybody',
  { 'paths.ts': { "  '/proc/keys',\n": '' } },
  { kernelFile: /\/proc\/keys$/, expected: /an empty file/ },
)

wrong(
  '9.3',
  'keeps the bounding set',
  { 'capabilities.ts': { [bounding]: '' } },
  { kernelFile: /\/status$/, expected: /CapBnd/, found: /CAP_SYS_ADMIN/ },
)

wrong(
  '9.3',
  'takes what is known to be dangerous, and leaves the rest',
  {
    'capabilities.ts': {
      'const kept = names.map(numberOf)': [
        "const [, held] = /CapPrm:\\s*(\\w+)/.exec(readKernelFile('/proc/self/status')) ?? []",
        'const has = (number: number) => ((BigInt(`0x${held}`) >> BigInt(number)) & 1n) === 1n',
        `const kept = CAPABILITIES.flatMap((name, number) => (${dangerous}.test(name) || !has(number) ? [] : [number]))`,
      ].join('\n'),
    },
  },
  { kernelFile: /\/status$/, expected: /CapEff with the 14/, found: /CAP_NET_ADMIN.* more$/ },
)

wrong(
  '9.3',
  'leaves programs what they inherit',
  { 'capabilities.ts': { [capset]: capset.replace('inheritable: []', 'inheritable: kept') } },
  { expected: /CapInh with nothing/, found: /CAP_/ },
)

wrong(
  '9.3',
  'lets the network be configured as well',
  { 'capabilities.ts': { "  'CAP_NET_RAW',": "  'CAP_NET_ADMIN',\n  'CAP_NET_RAW'," } },
  { found: /^CAP_NET_ADMIN$/ },
)

wrong(
  '9.3',
  'takes what images count on',
  { 'capabilities.ts': { "  'CAP_CHOWN',\n": '' } },
  { expected: /CAP_CHOWN/, found: /13 others/ },
)

wrong(
  '9.4',
  'installs a filter while it still may, without no_new_privs',
  {
    'container.ts': {
      '  keepCapabilities(DEFAULT_CAPABILITIES)\n': '',
      '  filterSystemCalls(DEFAULT_PROFILE)\n':
        '  filterSystemCalls(DEFAULT_PROFILE)\n  keepCapabilities(DEFAULT_CAPABILITIES)\n',
    },
    'seccomp.ts': { [noNew]: '' },
  },
  { expected: /NoNewPrivs 1/, found: /somebody did/ },
)

wrong('9.4', 'filters nothing', { 'seccomp.ts': { [filter]: '' } }, { found: /Seccomp 0/ })

wrong('9.4', 'forgets the keys', { 'seccomp.ts': { [keys]: '' } }, { expected: /keyctl/, found: /it worked/ })

wrong(
  '9.4',
  'forgets that clone makes namespaces too',
  { 'seccomp.ts': { [clone]: clone.replace('NEW_NAMESPACES', '0') } },
  { expected: /clone, into a user namespace/ },
)

wrong(
  '9.4',
  'takes a thread for a namespace',
  { 'seccomp.ts': { [clone]: clone.replace('NEW_NAMESPACES', 'NEW_NAMESPACES | 0x10000') } },
  { expected: /clone, for a thread pass/, found: /EPERM/ },
)

wrong(
  '9.4',
  'lets a container type on the terminal',
  { 'seccomp.ts': { [typing]: '' } },
  { expected: /TIOCSTI/, found: /ENOTTY/ },
)

wrong(
  '9.4',
  'compares all of an argument of which the kernel looks at a half',
  {
    'seccomp.ts': {
      [typing]: typing.replace(
        "refusedFor('ioctl', 1, 0xffffffff, request)",
        "({ ...refused('ioctl'), args: [{ index: 1, op: 'SCMP_CMP_EQ' as const, value: request }] })",
      ),
    },
  },
  { expected: /1 << 32 \| TIOCSTI/, found: /ENOTTY/ },
)

wrong('9.4', 'forgets clone3', { 'seccomp.ts': { [clone3]: '' } }, { expected: /ENOSYS/, found: /it worked/ })

wrong(
  '9.4',
  'refuses clone3 in a way that no C library understands',
  { 'seccomp.ts': { ', errnoRet: constants.errno.ENOSYS': '' } },
  { expected: /ENOSYS/, found: /EPERM/, message: /starts no thread/ },
)

wrong(
  '9.4',
  'refuses devices to one of two calls',
  { 'seccomp.ts': { "    refusedFor('mknodat', 2, S_IFMT, kind),\n": '' } },
  { expected: /mknodat, for a device/ },
)

wrong(
  '9.4',
  'refuses mknod altogether',
  { 'seccomp.ts': { "refusedFor('mknodat', 2, S_IFMT, kind)": "refused('mknodat')" } },
  { expected: /for a FIFO/ },
)

wrong(
  '9.6',
  'hands pids down from its own cgroups only',
  { 'cgroup.ts': { 'folders.slice(0, -1)': 'folders.slice(1, -1)' } },
  { expected: /a command that runs/, message: /subtree_control/ },
)

wrong(
  '9.5',
  'makes no namespace',
  { 'cgroup.ts': { 'unshare(CLONE_NEWCGROUP)': '' } },
  { kernelFile: /ns\/cgroup$/, found: /that of the machine/ },
)

wrong(
  '9.5',
  'makes the namespace before it has joined',
  {
    'container.ts': {
      [join]: '  limitProcesses()\n',
      '  waitForLimits()\n': '  enterCgroupNamespace()\n  waitForLimits()\n',
      'enterCgroupNamespace, limitProcesses, mountCgroup':
        'enterCgroupNamespace, limitProcesses, mountCgroup',
    },
    'cgroup.ts': {
      "readKernelFile('/proc/self/cgroup')": "readKernelFile('/proc/self/cgroup').replace('/..', '')",
    },
  },
  { kernelFile: /\/cgroup$/, expected: /^0::\/$/, found: /0::\/\.\./ },
)

wrong('9.5', 'does not show it its limits', { 'cgroup.ts': { [cgroup2]: '' } }, { found: /no such file/ })

wrong(
  '9.5',
  'lets it change its limits',
  { 'cgroup.ts': { [cgroup2]: cgroup2.replace(' | MS_RDONLY', '') } },
  { kernelFile: /memory\.max$/, found: /gives itself/ },
)

wrong(
  '9.6',
  'allows ten thousand',
  { 'cgroup.ts': { 'const PIDS_MAX = 100': 'const PIDS_MAX = 10_000' } },
  { kernelFile: /pids\.max$/, expected: /^100$/, found: /^10000$/ },
)

wrong(
  '9.6',
  'hands the controller down, and limits nothing',
  { 'cgroup.ts': { [limit]: '' } },
  { kernelFile: /pids\.max$/, found: /no limit at all/ },
)

wrong(
  '9.6',
  'limits what all containers have in common',
  { 'cgroup.ts': { 'folders.at(-1)}/pids.max': 'folders.at(-2)}/pids.max' } },
  { kernelFile: /\/\d+\/pids\.max$/, found: /no limit at all/ },
)

wrong(
  '9.6',
  'does nothing',
  { 'cgroup.ts': { [handDown]: '', [limit]: '' } },
  { kernelFile: /pids\.max$/, found: /no such file/, message: /cgroup\.subtree_control/ },
)

wrong(
  '9.6',
  'limits a command that already runs',
  {
    'container.ts': {
      '  limitProcesses()\n': '',
      [spawn]: [
        'const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED })',
        '  const ended = limited(container, connect)',
        "  const fs = process.getBuiltinModule('fs')",
        '  const own = () => fs.readFileSync(`/proc/${container.pid}/cgroup`, "utf8").trim().slice(3)',
        '  while (!own().startsWith("/drydock")) await new Promise((resolve) => setTimeout(resolve, 10))',
        "  for (const above of ['', '/drydock']) fs.writeFileSync(`/sys/fs/cgroup${above}/cgroup.subtree_control`, '+pids')",
        '  fs.writeFileSync(`/sys/fs/cgroup${own()}/pids.max`, "100")',
        '  return await ended',
      ].join('\n'),
    },
  },
  { kernelFile: /pids\.max$/, expected: /before the command runs/, found: /the command ran first/ },
)

wrong(
  '9.4',
  'refuses disks, and no other device',
  { 'seccomp.ts': { '[S_IFBLK, S_IFCHR]': '[S_IFBLK]' } },
  { expected: /the machine’s cpu_dma_latency/ },
)

wrong(
  '9.4',
  'refuses two of three calls for keys',
  { 'seccomp.ts': { "refused('add_key', 'keyctl', 'request_key')": "refused('add_key', 'keyctl')" } },
  { expected: /request_key/, found: /came to the kernel/ },
)

for (const [call, edit] of [
  ['setns', "'setns', "],
  ['umount2', "'umount2', "],
  ['perf_event_open', "'perf_event_open', "],
  ['bpf', "'bpf', "],
  ['mount', "'mount', "],
  ['mount_setattr', "'mount_setattr', "],
  ['io_uring_enter', "'io_uring_enter', "],
  ['settimeofday', "'settimeofday', "],
] as const)
  wrong(
    '9.4',
    `forgets ${call}`,
    { 'seccomp.ts': { [edit]: '' } },
    { expected: new RegExp(`refuses ${call}, `), found: /came to the kernel/ },
  )

wrong(
  '9.2',
  'makes all of /proc read-only',
  {
    'paths.ts': {
      'sys.MS_REMOUNT | sys.MS_BIND | sys.MS_RDONLY | USUAL': 'sys.MS_REMOUNT | sys.MS_RDONLY | USUAL',
    },
  },
  { kernelFile: /\/comm$/, message: /MS_BIND/ },
)

wrong(
  '9.3',
  'leaves to programs what may be inherited',
  { 'capabilities.ts': { '  capset({ effective: kept, permitted: kept, inheritable: [] })\n': '' } },
  { expected: /CapInh/ },
)

const last = "refused('open_by_handle_at', 'fanotify_init'),"

wrong(
  '9.1',
  'changes the root by chroot, and has the filter refuse the way out',
  {
    'root.ts': { [swap[0]]: "root.chroot('.')", [swap[1]]: '' },
    'seccomp.ts': { [last]: last.replace(')', ", 'chroot')") },
  },
  { kernelFile: /mountinfo$/, found: /mounts of the machine/ },
)

wrong(
  '9.1',
  'forgets to change the root',
  { 'root.ts': { [swap[0]]: '', [swap[1]]: '' } },
  { expected: /a file of the machine|the file of a volume/ },
)

wrong(
  '9.1',
  'takes the right to execute anything from the root',
  {
    'root.ts': {
      [nodev]: nodev.replace('MS_NODEV', 'MS_NODEV | MS_NOEXEC'),
      '  MS_NODEV,\n': '  MS_NODEV,\n  MS_NOEXEC,\n',
    },
  },
  { expected: /a command that runs/, message: /EACCES/ },
)

wrong(
  '9.2',
  'makes a folder where a sysfs is to be',
  { 'paths.ts': { [sysfs]: "mkdirSync('/sys/kernel', { recursive: true })" } },
  { expected: /a sysfs/, found: /somebody’s own/ },
)

wrong(
  '9.4',
  'refuses what a process needs to become the command',
  {
    'seccomp.ts': {
      'names: Object.keys(SYSTEM_CALLS)':
        "names: Object.keys(SYSTEM_CALLS).filter((name) => name !== 'close_range')",
    },
  },
  { expected: /a command that runs/, message: /close_range.*ENOSYS/ },
)

wrong(
  '9.4',
  'refuses mknod for everything, and so for FIFOs',
  { 'seccomp.ts': { "refusedFor('mknod', 1, S_IFMT, kind),": "refused('mknod')," } },
  { expected: /lets mknod, for a FIFO pass/, found: /EPERM/ },
)

wrong(
  '9.4',
  'compares those bits of a request only that it is to have',
  {
    'seccomp.ts': {
      "refusedFor('ioctl', 1, 0xffffffff, request)": "refusedFor('ioctl', 1, request, request)",
    },
  },
  { expected: /lets ioctl with FIONREAD pass/, found: /EPERM/ },
)

wrong(
  '9.4',
  'keeps it from making a user namespace, and lets it make all others',
  { 'seccomp.ts': { 'value: NEW_NAMESPACES': 'value: 0x10000000' } },
  { expected: /refuses clone with 0x20000, /, found: /EINVAL: it came to the kernel/ },
)

wrong(
  '9.4',
  'lets it unshare all but a user namespace',
  {
    'seccomp.ts': {
      "refused('clone', 'unshare', 'setns'":
        "refusedFor('unshare', 0, 0x10000000, 0x10000000),\n  refused('clone', 'setns'",
    },
  },
  { expected: /refuses unshare, for mounts/, found: /EINVAL: it came to the kernel/ },
)

wrong(
  '9.4',
  'makes a comparison that there is not',
  {
    'seccomp.ts': {
      "op: 'SCMP_CMP_MASKED_EQ', value: NEW_NAMESPACES": "op: 'SCMP_CMP_MASK_EQ', value: NEW_NAMESPACES",
    },
  },
  { expected: /a command that runs/, message: /no seccomp comparison SCMP_CMP_MASK_EQ/ },
)

wrong(
  '9.4',
  'has an action that there is not',
  {
    'seccomp.ts': {
      "names: ['clone3'], action: 'SCMP_ACT_ERRNO'": "names: ['clone3'], action: 'SCMP_ACT_DENY'",
    },
  },
  { expected: /a command that runs/, message: /no seccomp action SCMP_ACT_DENY/ },
)
