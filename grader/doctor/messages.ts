/** All words of the doctor but those about cgroups, which `grade` says, too. */

import { programs } from '../../lab/platform.ts'
import type { MachineKind } from '../machine/machine.ts'
import { busyboxRootfs } from '../probe/busybox.ts'
import type { CgroupState } from '../probe/cgroup.ts'
import { mark } from '../probe/disposable.ts'
import type { KvmState, LabState } from '../probe/lab.ts'
import { fixIt, lack, problem } from '../probe/messages.ts'
import type { Aspect } from './examine.ts'

type Words = Omit<Aspect, 'name'>

/** Older versions of WSL 2 give the controllers to version 1, which nothing in here can change. */
const wsl = {
  says:
    'It is Windows that chose version 1: wsl --update, or these lines in %UserProfile%\\.wslconfig; after ' +
    'either of them wsl --shutdown, in PowerShell.',
  mend: '[wsl2]\nkernelCommandLine = cgroup_no_v1=all',
}

const GiB = 1024 ** 3

export const messages = {
  usage: 'npm run doctor: what this machine can do · npm run doctor -- --fix: mend what can be mended',

  /** For the signs, where none are wanted. */
  states: { ok: 'pass', noted: 'note', broken: 'fail' } satisfies Record<Aspect['state'], string>,

  node: (version: string, isNewEnough: boolean): Words =>
    isNewEnough
      ? { state: 'ok', says: version }
      : {
          state: 'broken',
          says: `${version}, and the kit is written for 24, which it brings along:`,
          mend: 'npm ci',
        },

  mark: (isDisposable: boolean): Words =>
    isDisposable
      ? { state: 'ok', says: 'disposable: code may be judged on this machine itself' }
      : {
          state: 'noted',
          says: 'not disposable: code is judged in the lab. In a container that may be spoilt:',
          mend: `touch ${mark}`,
        },

  privileges: (isPrivileged: boolean, kind: MachineKind): Words => {
    if (isPrivileged) return { state: 'ok', says: 'root, with CAP_SYS_ADMIN' }
    if (kind === 'lab') return { state: 'ok', says: 'an ordinary user, which is enough for the lab' }
    return { state: 'broken', says: problem.notRoot }
  },

  cgroups: (cgroups: CgroupState, kind: MachineKind, isWsl2: boolean): Words => {
    if (cgroups.state === 'ready')
      return { state: 'ok', says: `${cgroups.mount}: cpu, memory and pids can be handed out` }
    if (kind === 'native') return { state: 'broken', says: lack(cgroups), mend: fixIt }
    const says = `${lack(cgroups)} The lab has its own.`
    const isWindows = isWsl2 && (cgroups.state === 'version-1' || cgroups.state === 'absent')
    return isWindows
      ? { state: 'noted', says: `${says} ${wsl.says}`, mend: wsl.mend }
      : { state: 'noted', says }
  },

  image: {
    there: { state: 'ok', says: `${busyboxRootfs} is there` } as Words,
    missing: { state: 'broken', says: `${busyboxRootfs} is not there:`, mend: fixIt } as Words,
    noProgram:
      'The image busybox is made of the program busybox, which is missing. Next: apt-get install busybox-static',
    done: (commands: number) => `Mended: ${busyboxRootfs} has busybox and its ${commands} commands.`,
  },

  swap: (bytes: number): Words =>
    bytes === 0
      ? { state: 'ok', says: 'none' }
      : { state: 'ok', says: `${(bytes / GiB).toFixed(1)} GiB: TODO 5.2 has to limit it, too` },

  kvm: (kvm: KvmState): Words =>
    ({
      works: { state: 'ok', says: 'works, and makes the lab fast' },
      untried: { state: 'ok', says: '/dev/kvm is there; the lab will try it when it starts' },
      fails: { state: 'noted', says: '/dev/kvm is there and does not work; the lab does without' },
      absent: { state: 'noted', says: 'no /dev/kvm; the lab does without' },
      forbidden: {
        state: 'noted',
        says: '/dev/kvm may not be opened (EACCES); the lab does without. To let it:',
        mend: 'sudo usermod -aG kvm $USER, then log in again',
      },
    })[kvm] as Words,

  lab: ({ folder, lacks, isDebian, built }: LabState, kind: MachineKind): Words => {
    if (lacks.length > 0)
      return {
        state: kind === 'lab' ? 'broken' : 'noted',
        says: `it takes ${new Intl.ListFormat('en').format(lacks)}, and that is not here. Next:`,
        mend: lacks.every((each) => programs.utilLinux.includes(each))
          ? 'sudo apt-get install util-linux'
          : 'open the repository in its devcontainer',
      }
    if (built) return { state: 'ok', says: `set up, in ${folder}` }
    return {
      state: isDebian ? 'ok' : 'noted',
      says: isDebian
        ? 'not set up yet; its first use does it, or now:'
        : 'not set up yet, and it was tried on Debian only, whose kernel for virtual machines it takes. To see:',
      mend: 'npm run lab -- true',
    }
  },

  verdict: (kind: MachineKind, reason: string) =>
    `${{ lab: 'Grades run in the lab, a small virtual machine', native: 'Grades run on this machine' }[kind]}: ${reason}. Next: npm start`,
  noVerdict:
    'No grade can run here until each line with ✖ is mended, by the command below it. Then again: npm run doctor',

  fix: {
    nothing: 'There is nothing to mend: the cgroup v2 controllers can be handed out.',
    refused:
      'Refused: this machine is not marked disposable, and --fix would move every process on it to another ' +
      'cgroup. In a container of your own: DRYDOCK_DISPOSABLE=1 npm run doctor -- --fix',
    notRoot: 'Refused: moving processes to another cgroup takes root. Be root in the container.',
    cannot: (why: string) => `This cannot be mended from inside. ${why}`,
    stuck: (mount: string, left: string[]) =>
      `${left.length} processes stay in ${mount}/cgroup.procs (${left.join(' ')}): kernel threads, and those ` +
      'from outside of this container, which read 0, cannot be moved from here. Make the container with a ' +
      'cgroup namespace of its own: docker run --privileged --cgroupns=private',
    busy: (mount: string, code: string) =>
      `write ${mount}/cgroup.subtree_control: ${code}. New processes kept coming into this container's root ` +
      'cgroup. Stop what starts them and run it again: npm run doctor -- --fix',
    done: (mount: string, moved: number) =>
      `Mended: ${moved} processes moved to ${mount}/init, controllers enabled in ${mount}/cgroup.subtree_control.`,
  },
}
