// 5.1 to 5.4 and 5.6 differ: one shell script. Limits in other words, a subshell that joins by writing its own number, and
// unshare(1), born inside.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const [verb, image, ...command] = process.argv.slice(2)
if (verb !== 'run' || command.length === 0) process.exit(2)

const script = `
  echo '+cpu +memory' > /sys/fs/cgroup/cgroup.subtree_control
  mkdir -p /sys/fs/cgroup/boxes
  echo '+cpu +memory' > /sys/fs/cgroup/boxes/cgroup.subtree_control
  cgroup=/sys/fs/cgroup/boxes/box-$$
  mkdir "$cgroup"
  trap 'rmdir "$cgroup"' EXIT
  echo 100000000 > "$cgroup/memory.max"
  if [ -e "$cgroup/memory.swap.max" ]; then echo 0 > "$cgroup/memory.swap.max"; fi
  echo 25000 50000 > "$cgroup/cpu.max"
  inside='
    hostname container
    mount --make-rprivate /
    mount -t proc proc "$0/proc"
    exec env -i PATH=/bin chroot "$0" "$@"'
  sh -ec '
    echo $$ > "$0/cgroup.procs"
    exec unshare -m -u -p -f sh -ec "$@"' "$cgroup" "$inside" "$@"
`
const shell = spawn('sh', ['-c', script, 'sh', `/fs/${image}/rootfs`, ...command], { stdio: 'inherit' })
shell.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
