import { chooseMachine } from '../machine/choose.ts'
import { hasBusybox } from '../probe/busybox.ts'
import { probeCgroups } from '../probe/cgroup.ts'
import { isDisposable } from '../probe/disposable.ts'
import { probeLab } from '../probe/lab.ts'
import { isPrivileged } from '../probe/privileges.ts'
import { swapBytes } from '../probe/swap-space.ts'
import { isWsl2 } from '../probe/wsl.ts'
import { messages } from './messages.ts'

/** One thing that was looked at. */
export interface Aspect {
  name: string
  /** `ok`; `noted`: not there, and the kit does without; `broken`: nothing can be graded until it is mended. */
  state: 'ok' | 'noted' | 'broken'
  says: string
  /** What mends it: a command, or the lines of a file. */
  mend?: string
}

export interface Health {
  findings: Aspect[]
  canGrade: boolean
  /** Where grades run, and why. */
  verdict: string
}

/** Looks at this machine and changes nothing. */
export function examine(): Health {
  const choice = chooseMachine()
  const kind = 'kind' in choice ? choice.kind : 'native'
  const lab = probeLab()
  const findings: Aspect[] = [
    node(),
    { name: 'Mark', ...messages.mark(isDisposable()) },
    { name: 'Privileges', ...messages.privileges(isPrivileged(), kind) },
    { name: 'cgroup v2', ...messages.cgroups(probeCgroups(), kind, isWsl2()) },
    ...(kind === 'native' ? [{ name: 'Image', ...messages.image[hasBusybox() ? 'there' : 'missing'] }] : []),
    { name: 'Swap', ...messages.swap(swapBytes()) },
    { name: 'KVM', ...messages.kvm(lab.kvm) },
    { name: 'Lab', ...messages.lab(lab, kind) },
  ]
  const canGrade = findings.every(({ state }) => state !== 'broken')
  return {
    findings,
    canGrade,
    verdict: canGrade && 'kind' in choice ? messages.verdict(choice.kind, choice.reason) : messages.noVerdict,
  }
}

function node(): Aspect {
  const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24
  return { name: 'Node', ...messages.node(process.version, isNewEnough) }
}
