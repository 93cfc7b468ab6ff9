/** Capabilities that reach past every namespace, and that no step needs (capabilities(7)). */
const withheld = [
  // Kernel modules, the clock, reboot, raw memory and ports.
  'sys_module',
  'sys_time',
  'sys_boot',
  'sys_rawio',
  // Files by their handle, wherever they are.
  'dac_read_search',
  'mac_admin',
  'mac_override',
  // Limits that are not one's own: a process that cannot be killed for want of memory.
  'sys_resource',
  // Priorities that no cgroup bounds (SCHED_FIFO, sched(7)).
  'sys_nice',
  // Files that nobody can remove.
  'linux_immutable',
]

/**
 * Gives away the files and memory of a process with more capabilities, or of another user: each program that we start has all
 * of ours, until it executes `setpriv`. Only step 10 has it, whose containers may be another user's.
 */
const tracing = 'sys_ptrace'

/** `setpriv` and the arguments that start a program without these (setpriv(1)). */
export function withoutCapabilities(command: string[], { mayTrace = false } = {}): [string, string[]] {
  const dropped = [...withheld, ...(mayTrace ? [] : [tracing])].map((name) => `-${name}`)
  return ['setpriv', [`--bounding-set=${dropped.join(',')}`, '--', ...command]]
}
