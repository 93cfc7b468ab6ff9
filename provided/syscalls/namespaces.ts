import { flagsInWords, libc } from './libc.ts'

/** No namespace, but the root and the working folder, which threads share: `unshare` gives this one its own. */
export const CLONE_FS = 0x200
export const CLONE_NEWTIME = 0x80
export const CLONE_NEWNS = 0x20000
export const CLONE_NEWCGROUP = 0x2000000
export const CLONE_NEWUTS = 0x4000000
export const CLONE_NEWIPC = 0x8000000
export const CLONE_NEWUSER = 0x10000000
export const CLONE_NEWPID = 0x20000000
export const CLONE_NEWNET = 0x40000000

/** All of them. */
export const NEW_NAMESPACES =
  CLONE_NEWTIME |
  CLONE_NEWNS |
  CLONE_NEWCGROUP |
  CLONE_NEWUTS |
  CLONE_NEWIPC |
  CLONE_NEWUSER |
  CLONE_NEWPID |
  CLONE_NEWNET

const NAMES = {
  CLONE_FS,
  CLONE_NEWTIME,
  CLONE_NEWNS,
  CLONE_NEWCGROUP,
  CLONE_NEWUTS,
  CLONE_NEWIPC,
  CLONE_NEWUSER,
  CLONE_NEWPID,
  CLONE_NEWNET,
}

/**
 * Moves the calling thread into new namespaces. For CLONE_NEWPID and CLONE_NEWTIME it only says where its
 * children will be born. In a program as threaded as Node this wants care: `spawnIn` takes it.
 *
 * @param flags - `CLONE_NEW…`, or-ed
 * @see man 2 unshare, man 7 namespaces
 */
export function unshare(flags: number): void {
  libc('unshare', [flags], [flagsInWords(flags, NAMES)])
}

/**
 * Moves the calling thread into the namespace that an open file of `/proc/<pid>/ns` stands for.
 *
 * @param file - the file descriptor
 * @param kind - `CLONE_NEW…` that it has to be, 0 for any
 * @see man 2 setns
 */
export function setns(file: number, kind = 0): void {
  libc('setns', [file, kind], [String(file), flagsInWords(kind, NAMES)])
}
