// 4.1, 4.2 and 4.3 differ: all of it is done by programs, and /proc is mounted before the root changes.
import { spawnSync } from 'node:child_process'

const [mode, image, ...command] = process.argv.slice(2)
if (mode !== 'run' || command.length === 0) process.exit(2)

const script = `
  hostname container
  mount --make-rprivate /
  mount -t proc proc "$0/proc"
  mount -t tmpfs tmpfs "$0/dev"
  for device in null zero urandom; do
    touch "$0/dev/$device"
    mount --bind "/dev/$device" "$0/dev/$device"
  done
  exec env -i PATH=/bin chroot "$0" "$@"
`
const inside = ['sh', '-e', '-c', script, `/fs/${image}/rootfs`, ...command]
const { status } = spawnSync('unshare', ['-m', '-u', '-p', '-f', ...inside], { stdio: 'inherit' })
process.exitCode = status ?? 1
