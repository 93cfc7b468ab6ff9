// 5.1 to 5.4 and 5.6 differ: no functions, a cgroup right below the root, its limits written the way people do and
// after the process was moved; it waits for a message, not for a byte in a pipe.
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import { mountDevices } from '#provided/devices.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { sethostname } from '#provided/syscalls/hostname.ts'
import * as sys from '#provided/syscalls/mount.ts'
import { CLONE_NEWIPC, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'
import { chroot } from '#provided/syscalls/root.ts'

const [mode, image, ...command] = process.argv.slice(2)
const [program = ''] = command
if ((mode !== 'run' && mode !== 'child') || !program) {
  fs.writeSync(2, 'container.ts run <image> <command> [args…]\n')
  process.exit(2)
}

if (mode === 'run') {
  const all = CLONE_NEWIPC | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS
  const child = spawnIn(all, process.execPath, [import.meta.filename, 'child', `${image}`, ...command], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const cgroup = `/sys/fs/cgroup/${randomUUID()}`
  fs.writeFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+cpu +memory')
  fs.mkdirSync(cgroup)
  fs.writeFileSync(`${cgroup}/cgroup.procs`, `${child.pid}\n`)
  fs.writeFileSync(`${cgroup}/memory.max`, '100M')
  if (fs.existsSync(`${cgroup}/memory.swap.max`)) fs.writeFileSync(`${cgroup}/memory.swap.max`, '0\n')
  fs.writeFileSync(`${cgroup}/cpu.max`, '50000')
  child.send('go')
  child.on('exit', (code, signal) => {
    fs.rmdirSync(cgroup)
    process.exit(signal ? 128 + os.constants.signals[signal] : Number(code))
  })
} else {
  process.on('message', () => {
    sethostname('container')
    sys.mount(null, '/', null, sys.MS_REC | sys.MS_PRIVATE)
    chroot(`/fs/${image}/rootfs`)
    process.chdir('/')
    sys.mount('proc', '/proc', 'proc')
    mountDevices()
    process.disconnect()
    if (!fs.existsSync(program)) process.exit(127)
    process.execve?.(program, command, { PATH: '/bin' })
  })
}
