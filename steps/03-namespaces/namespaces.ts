import { sethostname } from '#provided/syscalls/hostname.ts'
import { CLONE_NEWPID, CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'

// TODO 3.1  Give the container a hostname (UTS) and process numbers (PID) of its own: join the flags with |.
//   `spawnIn` in container.ts starts the child in new namespaces of these kinds; 0 means in none.
//   Look at it from outside while a container runs: ls -l /proc/<pid>/ns
//   man 7 namespaces, man 7 pid_namespaces, man 2 unshare
export const NAMESPACES = 0

/** Gives the container its hostname. */
export function nameHost(): void {
  // TODO 3.2  Call this host `container`. The child does it, before it becomes the command: the parent
  //   would rename the machine. So does the child, as long as it has no UTS namespace: do 3.1 first.
  //   man 2 sethostname, man 7 uts_namespaces
}
