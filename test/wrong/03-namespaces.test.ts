import { wrong } from '../kit/wrong.ts'

const flags = 'export const NAMESPACES = CLONE_NEWUTS | CLONE_NEWPID'
const imports = 'import { CLONE_NEWPID, CLONE_NEWUTS }'
const name = "sethostname('container')"

wrong(
  '3.1',
  'asks for a UTS namespace only',
  {
    'namespaces.ts': {
      [flags]: 'export const NAMESPACES = CLONE_NEWUTS',
      [imports]: 'import { CLONE_NEWUTS }',
    },
  },
  { kernelFile: /^\/proc\/\d+\/ns\/pid$/, expected: /another namespace/, found: /^pid:\[\d+\], the same$/ },
)

wrong(
  '3.1',
  'asks for a PID namespace only',
  {
    'namespaces.ts': {
      [flags]: 'export const NAMESPACES = CLONE_NEWPID',
      [imports]: 'import { CLONE_NEWPID }',
    },
  },
  { kernelFile: /^\/proc\/\d+\/ns\/uts$/, found: /^uts:\[\d+\], the same$/ },
)

wrong(
  '3.1',
  'joins the flags with &, which leaves none',
  { 'namespaces.ts': { [flags]: flags.replace('|', '&') } },
  { found: /the same$/ },
)

wrong(
  '3.1',
  'asks for an IPC namespace instead of a PID namespace',
  {
    'namespaces.ts': {
      [flags]: flags.replace('CLONE_NEWPID', 'CLONE_NEWIPC'),
      [imports]: 'import { CLONE_NEWIPC, CLONE_NEWUTS }',
    },
  },
  { kernelFile: /\/ns\/pid$/ },
)

wrong(
  '3.1',
  'starts the child in none of them',
  { 'container.ts': { 'spawnIn(NAMESPACES,': 'spawnIn(NAMESPACES && 0,' } },
  { found: /the same$/ },
)

wrong(
  '3.2',
  'gives it another name',
  { 'namespaces.ts': { [name]: "sethostname('drydock')" } },
  { kernelFile: /^\/proc\/sys\/kernel\/hostname$/, expected: /^container$/, found: /^drydock$/ },
)

wrong('3.2', 'gives it no name', { 'container.ts': { 'nameHost()\n': '' } }, { expected: /^container$/ })

wrong(
  '3.2',
  'tells the environment, which the kernel does not read',
  { 'namespaces.ts': { [name]: "process.env.HOSTNAME = 'container'" } },
  { expected: /^container$/ },
)

wrong(
  '3.2',
  'renames the machine',
  {
    'container.ts': {
      'nameHost()\n': '',
      'return exitStatus(container)': 'nameHost()\n  return exitStatus(container)',
    },
  },
  { expected: /own hostname, as before/, found: /^container: it was the machine/ },
)
