import * as sys from '../syscalls/mount.ts'

/** What `mount` is told by the options of a bundle, which has them all in one list. */
export interface MountOptions {
  flags: number
  /** MS_PRIVATE and its like, which take a call of their own; 0 for none. */
  propagation: number
  /** For the filesystem itself: `mode=755,size=64k`. */
  data: string
}

const FLAGS: Record<string, number> = {
  ro: sys.MS_RDONLY,
  nosuid: sys.MS_NOSUID,
  nodev: sys.MS_NODEV,
  noexec: sys.MS_NOEXEC,
  noatime: 0x400,
  nodiratime: 0x800,
  relatime: 0x200000,
  strictatime: 0x1000000,
  bind: sys.MS_BIND,
  rbind: sys.MS_BIND | sys.MS_REC,
}

/** What they turn off again. */
const CLEARED: Record<string, number> = {
  rw: sys.MS_RDONLY,
  suid: sys.MS_NOSUID,
  dev: sys.MS_NODEV,
  exec: sys.MS_NOEXEC,
}

const PROPAGATION: Record<string, number> = {
  private: sys.MS_PRIVATE,
  rprivate: sys.MS_PRIVATE | sys.MS_REC,
  slave: sys.MS_SLAVE,
  rslave: sys.MS_SLAVE | sys.MS_REC,
  shared: sys.MS_SHARED,
  rshared: sys.MS_SHARED | sys.MS_REC,
  unbindable: sys.MS_UNBINDABLE,
  runbindable: sys.MS_UNBINDABLE | sys.MS_REC,
}

/** Nothing for the kernel: what is there anyway, and what a runtime may do without. */
const IGNORED = ['defaults', 'async', 'atime', 'tmpcopyup', 'copy', 'nocopy']

/** @param options - of one mount: `['nosuid', 'rprivate', 'mode=755']` */
export function mountOptions(options: string[] = []): MountOptions {
  const result: MountOptions = { flags: 0, propagation: 0, data: '' }
  const data: string[] = []
  for (const option of options) {
    if (option in FLAGS) result.flags |= FLAGS[option] ?? 0
    else if (option in CLEARED) result.flags &= ~(CLEARED[option] ?? 0)
    else if (option in PROPAGATION) result.propagation = PROPAGATION[option] ?? 0
    else if (!IGNORED.includes(option)) data.push(option)
  }
  return { ...result, data: data.join(',') }
}
