// The berth's /proc/sys is read-only. A /proc of one's own is not, and many a setting is nobody's in particular.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { mount } from '#provided/syscalls/mount.ts'

// From here on the ledger takes a program, which needs a thread.
execFileSync('nft', ['add', 'table', 'ip', 'mine'])
mkdirSync('/tmp/proc')
mount('proc', '/tmp/proc', 'proc')
const settings = {
  'kernel/core_pattern': '/tmp/core',
  'kernel/modprobe': '/bin/true',
  'kernel/poweroff_cmd': '/bin/true',
  'kernel/pid_max': '4000',
  'kernel/threads-max': '20',
  'kernel/panic_on_oops': '1',
  'kernel/randomize_va_space': '2',
  'vm/overcommit_memory': '2',
  'vm/max_map_count': '100',
  'vm/min_free_kbytes': '1000',
  'fs/file-max': '100',
  'fs/nr_open': '1024',
  'fs/pipe-max-size': '4096',
  'fs/inotify/max_user_instances': '0',
  'fs/mount-max': '100',
  'kernel/pty/max': '0',
  'kernel/perf_event_paranoid': '-1',
  'kernel/keys/root_maxkeys': '1',
  'dev/tty/ldisc_autoload': '0',
  'debug/exception-trace': '0',
}
for (const [name, value] of Object.entries(settings)) {
  try {
    writeFileSync(`/tmp/proc/sys/${name}`, value)
  } catch {}
}
for (const name of readdirSync('/tmp/proc/sys/kernel')) {
  try {
    if (/^(sched|printk|perf|keys|shm|msg)/.test(name)) writeFileSync(`/tmp/proc/sys/kernel/${name}`, '0')
  } catch {}
}
