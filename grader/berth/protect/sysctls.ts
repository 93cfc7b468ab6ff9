import {
  add,
  allowed,
  asked,
  attach,
  call,
  clear,
  copy,
  type Instruction,
  load,
  mask,
  refused,
  set,
  skipUnless,
  stack,
} from './ebpf.ts'

/** BPF_PROG_TYPE_CGROUP_SYSCTL, BPF_CGROUP_SYSCTL */
const purpose = { type: 23, attached: 18 }

/** The kernel's function that tells the name of what is written: `kernel/hostname`, with a 0 behind it. */
const bpf_sysctl_get_name = 101
const size = 32

/** A register for what is read from `struct bpf_sysctl`, and from the name. */
const word = 6

/** What is a namespace's own, or no danger to anybody: names, and how names begin. */
const names = ['kernel/hostname', 'kernel/domainname', 'kernel/ns_last_pid'].map((name) => `${name}\0`)
const beginnings = ['net/', 'kernel/msg', 'kernel/sem', 'kernel/shm', 'fs/mqueue/']

/** Compared four bytes at a time; the first that differ lead to what follows. */
function isNamed(name: string): Instruction[] {
  const comparisons: Instruction[][] = [allowed]
  for (let at = Math.ceil(name.length / 4) - 1; at >= 0; at--) {
    const bytes = name.slice(at * 4, at * 4 + 4)
    const value = Buffer.alloc(4)
    value.write(bytes)
    const relevant = bytes.length === 4 ? [] : [mask(word, 2 ** (bytes.length * 8) - 1)]
    const rest = comparisons.flat().length
    comparisons.unshift([
      load(word, stack, at * 4 - size),
      ...relevant,
      skipUnless(word, value.readInt32LE(), rest),
    ])
  }
  return comparisons.flat()
}

const program: Instruction[] = [
  load(word, asked, 0),
  skipUnless(word, 0, allowed.length),
  ...allowed,
  ...[8, 16, 24, 32].map((end) => clear(-end)),
  copy(2, stack),
  add(2, -size),
  set(3, size),
  set(4, 0),
  call(bpf_sysctl_get_name),
  ...[...beginnings, ...names].flatMap(isNamed),
  ...refused,
]

/**
 * Keeps a cgroup from changing the machine's settings (sysctl(8)), whichever /proc they are written to: most are nobody's
 * in particular, and some name a program that the kernel starts outside of every berth.
 */
export const protectSysctls = (cgroup: string): void => attach(cgroup, purpose, program)
