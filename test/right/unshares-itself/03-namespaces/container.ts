// 3.1 and 3.2 differ: the parent goes into the namespaces itself and never comes back, gives the name there, and starts the
// command without a child of its own in between.
import { spawnSync } from 'node:child_process'
import { sethostname } from '#provided/syscalls/hostname.ts'
import { CLONE_NEWIPC, CLONE_NEWPID, CLONE_NEWUTS, unshare } from '#provided/syscalls/namespaces.ts'

const [verb, program = '', ...args] = process.argv.slice(2)
if (verb === 'run' && program !== '') {
  unshare(CLONE_NEWUTS)
  sethostname('container')
  unshare(CLONE_NEWPID | CLONE_NEWIPC)
  process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1
} else process.exitCode = 2
