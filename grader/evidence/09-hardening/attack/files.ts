import { randomInt } from 'node:crypto'

const some = (...of: string[]) => of[randomInt(of.length)]

/** Files by which one changes the machine. To be opened for writing is enough. */
export const writes = [
  `/proc/sys/kernel/${some('core_pattern', 'modprobe', 'panic', 'printk')}`,
  `/proc/sys/vm/${some('drop_caches', 'overcommit_memory', 'swappiness')}`,
  '/proc/sysrq-trigger',
  '/proc/irq/default_smp_affinity',
  `/sys/kernel/${some('profiling', 'rcu_expedited', 'rcu_normal')}`,
  '/sys/kernel/mm/transparent_hugepage/enabled',
]

/** Files and folders that tell about the machine, or about everybody on it. */
export const secrets = [
  '/proc/keys',
  '/proc/timer_list',
  '/proc/sched_debug',
  '/proc/latency_stats',
  '/proc/acpi/',
  '/proc/asound/',
  '/proc/scsi/',
  '/sys/firmware/',
  '/sys/devices/virtual/powercap/',
]

/** What everybody may write to: it is the name of the writer, and of nobody else. */
export const own = '/proc/self/comm'

/** All memory there is: nobody reads it to see whether that can be read. */
export const memory = '/proc/kcore'

/** Where a container finds the limit of its memory, if it has its cgroup in /sys. */
export const limit = '/sys/fs/cgroup/memory.max'
