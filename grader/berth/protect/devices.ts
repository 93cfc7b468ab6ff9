import {
  allowed,
  asked,
  attach,
  copy,
  type Instruction,
  load,
  mask,
  refused,
  shift,
  skipIf,
  skipUnless,
} from './ebpf.ts'

/** BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE */
const purpose = { type: 15, attached: 6 }

/** Registers for what is read from `struct bpf_cgroup_dev_ctx`. */
const [kind, major, minor, access] = [2, 3, 4, 5]

/** Bits of an access, and the kind of device. */
const WRITE = 4
const CHARACTER = 2

/** Writing is for null, zero, full, random and urandom, and for terminals. Anybody may make a device, and read it. */
const program: Instruction[] = [
  load(kind, asked, 0),
  load(major, asked, 4),
  load(minor, asked, 8),
  copy(access, kind),
  shift(access, 16),
  mask(access, WRITE),
  skipIf(access, 0, 12),
  mask(kind, 0xffff),
  skipUnless(kind, CHARACTER, 8),
  skipIf(major, 5, 9),
  skipIf(major, 136, 8),
  skipUnless(major, 1, 5),
  ...[3, 5, 7, 8, 9].map((each, at) => skipIf(minor, each, 6 - at)),
  ...refused,
  ...allowed,
]

/**
 * Keeps a cgroup from writing to the machine's disks and to whatever else is a device, for root may make any of them.
 *
 * @see cgroup v2's "Device controller", which has no files
 */
export const protectDevices = (cgroup: string): void => attach(cgroup, purpose, program)
