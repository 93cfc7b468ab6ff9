import { basename } from 'node:path'

const ROOT = 'It needs root. Next: sudo, or `npm run box`, whose lab has you as root.'
const DOCTOR = 'Next: npm run doctor'
const MOUNTS = 'Next: cat /proc/self/mountinfo'
const READ_ONLY = `The cgroup tree is mounted read-only, as in a container without --privileged. ${DOCTOR}`
const CONTROLLER = `It is there if all cgroups above list its controller in cgroup.subtree_control. ${DOCTOR}`

/** Why the kernel usually gives an answer, and what to type next. */
const CAUSES: Record<string, string> = {
  'unshare EPERM': ROOT,
  'unshare EINVAL':
    'This kernel does not know such a flag, or CLONE_NEWUSER: not for a process with threads. Next: ls /proc/self/ns',
  'unshare ENOSPC': 'The machine allows no more namespaces. Next: cat /proc/sys/user/max_*_namespaces',
  'setns EPERM': ROOT,
  'spawn ENOMEM':
    'A PID namespace whose first process has died is dead. Next: unshare one for each container.',
  'sethostname EPERM': ROOT,
  'sethostname EINVAL': 'A hostname has at most 64 bytes. Next: a shorter one.',

  'mount EPERM': ROOT,
  'mount ENOENT':
    'The mount point, the source or a folder in the options does not exist. Next: mkdirSync(path, { recursive: true })',
  'mount EINVAL': `No source or no such option for this filesystem, or the target is no mount point but has to be. ${MOUNTS}`,
  'mount ENODEV': 'This kernel does not know such a filesystem. Next: cat /proc/filesystems',
  'mount ENOTDIR': 'A folder can only be mounted on a folder, and a file on a file. Next: ls -ld on both',
  'mount EBUSY': `It is mounted there already. ${MOUNTS}`,
  'umount2 EPERM': ROOT,
  'umount2 EBUSY':
    'A process has its working folder or an open file there. Next: fuser -vm on it, or MNT_DETACH.',
  'umount2 EINVAL': `Nothing is mounted there, in this mount namespace. ${MOUNTS}`,
  'chroot EPERM': ROOT,
  'chroot ENOENT': 'There is no such folder. Next: ls /fs',
  'pivot_root EPERM': ROOT,
  'pivot_root EINVAL': `The new root is no mount point (bind it on itself), or a mount is shared. ${MOUNTS}`,
  'pivot_root EBUSY': `The new root lies on the mount that is the root already: bind it on itself first. ${MOUNTS}`,
  'syncfs EIO':
    'The disk did not take what was written to it. In the lab it is a file of your own, whose disk may be full. Next: df -h',
  'mknodat EPERM':
    'Making a device takes root with the capability CAP_MKNOD. Next: grep Cap /proc/self/status',
  'capset EPERM': 'A capability can be given away, not gained. Next: grep Cap /proc/self/status',
  'prctl EPERM':
    'Only with CAP_SETPCAP does the bounding set shrink: do it before the other sets. Next: grep Cap /proc/self/status',
  'prctl EACCES':
    'A filter takes CAP_SYS_ADMIN, or no_new_privs before it. Next: grep NoNew /proc/self/status',
}

/** The same for files below /sys/fs/cgroup, where it may depend on the file or its controller. */
const CGROUP_CAUSES: Record<string, string> = {
  'mkdir EACCES': ROOT,
  'mkdir EROFS': READ_ONLY,
  'mkdir EAGAIN':
    'A cgroup above allows no more below it. Next: cat cgroup.max.descendants cgroup.max.depth there',
  'rmdir EBUSY': 'Processes or other cgroups are in it. Next: cat cgroup.procs there, and ls',
  'open EROFS': READ_ONLY,
  'open ENOENT': `There is no such cgroup, or no cgroup v2 here at all. ${DOCTOR}`,
  'open ENOENT controller': CONTROLLER,
  'open EACCES': ROOT,
  'open EACCES controller': `Not even root can create a file in a cgroup. ${CONTROLLER}`,
  'write EINVAL': 'The kernel cannot read that value. Next: man 7 cgroups',
  'write ENOENT cgroup.subtree_control': `The cgroup above does not hand it down, or cgroup v1 has it. ${DOCTOR}`,
  'write EBUSY cgroup.subtree_control': `A cgroup with processes cannot hand controllers down. ${DOCTOR}`,
  'write EBUSY cgroup.procs':
    'A cgroup that hands controllers down holds no processes. Next: take one below it',
  'write ESRCH cgroup.procs':
    'That process has ended, or its number is one from another PID namespace. Next: ls -d /proc/<pid>',
}

/**
 * Why `syscall` usually answers `code`, and what to do; undefined where the answer speaks for itself.
 *
 * @param path - the file it was about, if any
 */
export function explainCause(syscall: string, code: string, path = ''): string | undefined {
  const answer = `${syscall} ${code}`
  if (!path.startsWith('/sys/fs/cgroup')) return CAUSES[answer]
  const file = basename(path)
  const kind = /^(memory|cpu|cpuset|io|pids)\./.test(file) ? 'controller' : file
  return CGROUP_CAUSES[`${answer} ${kind}`] ?? CGROUP_CAUSES[answer]
}
