/** What is said about machines: why one is chosen, what it lacks, and the command that mends it. */

import { busyboxRootfs } from './busybox.ts'
import type { CgroupState } from './cgroup.ts'

export const choice = {
  asked: 'you asked for it',
  notDisposable: 'this machine is not marked disposable, and what is graded runs as root',
  native: 'it is marked disposable, you are root, and cgroup v2 controllers can be handed out',
}

type Lacking = Exclude<CgroupState, { state: 'ready' }>

/** What stands in the way of handing out controllers. */
export function lack(cgroups: Lacking): string {
  switch (cgroups.state) {
    case 'absent':
      return 'No cgroup v2 is mounted here (/proc/self/mounts).'
    case 'version-1':
      return (
        `${cgroups.mount}/cgroup.controllers lacks ${list(cgroups.missing)}: cgroup version 1 holds them ` +
        '(/proc/cgroups), as on a hybrid system.'
      )
    case 'withheld':
      return (
        `${cgroups.mount}/cgroup.controllers lacks ${list(cgroups.missing)}: whoever made this container did ` +
        'not delegate them.'
      )
    case 'read-only':
      return `${cgroups.mount} is mounted read-only (EROFS), as in a container that is not privileged.`
    case 'occupied':
      return (
        `${cgroups.mount}/cgroup.subtree_control enables no controllers, and cannot (EBUSY) while ` +
        `processes are in this container's root cgroup: ${cgroups.processes} are.`
      )
  }
}

export const fixIt = 'npm run doctor -- --fix'

const inLab = 'Grade in the lab:\n  npm run grade 05 -- --machine lab'
const privileged = `Make the container with docker run --privileged. ${inLab}`

const cures: Record<Lacking['state'], string> = {
  absent: inLab,
  'version-1': inLab,
  withheld: privileged,
  'read-only': privileged,
  occupied: `To move them and enable the controllers:\n  ${fixIt}`,
}

/** What stands in the way of judging on this machine, with the command that mends it. */
export const problem = {
  notRoot: `Making namespaces and cgroups takes root with CAP_SYS_ADMIN, which you are not here (EPERM). ${inLab}`,
  noImage: `The image busybox is not in ${busyboxRootfs} on this machine. To lay it out:\n  ${fixIt}`,
  cgroups: (cgroups: Lacking): string => `${lack(cgroups)} ${cures[cgroups.state]}`,
}

const list = (words: string[]) => new Intl.ListFormat('en').format(words)
