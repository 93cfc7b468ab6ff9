import { CAPABILITIES } from '#provided/syscalls/capabilities.ts'
import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held } from '../../evidence/09-hardening/held.ts'
import { fail } from '../../verdict/judgement.ts'

/** What Docker leaves to root. */
const left = [
  'CAP_CHOWN',
  'CAP_DAC_OVERRIDE',
  'CAP_FOWNER',
  'CAP_FSETID',
  'CAP_KILL',
  'CAP_SETGID',
  'CAP_SETUID',
  'CAP_SETPCAP',
  'CAP_NET_BIND_SERVICE',
  'CAP_NET_RAW',
  'CAP_SYS_CHROOT',
  'CAP_MKNOD',
  'CAP_AUDIT_WRITE',
  'CAP_SETFCAP',
]

/** The sets of a process, and what has to be in each. */
const sets = [
  { field: 'CapEff', name: 'effective', wanted: left },
  { field: 'CapPrm', name: 'permitted', wanted: left },
  { field: 'CapBnd', name: 'bounding', wanted: left },
  { field: 'CapInh', name: 'inheritable', wanted: [] },
  { field: 'CapAmb', name: 'ambient', wanted: [] },
]

check('9.3', 'Root in there may do what Docker lets it do, and no more', [], async () => {
  const { process, status } = await held()
  if (!process) return failUnstarted('9.3')
  const kernelFile = `/proc/${process.nsPids[0]}/status`
  for (const { field, name, wanted } of sets) {
    const found = namesOf(new RegExp(`^${field}:\\s*(\\w+)$`, 'm').exec(status)?.[1] ?? '')
    const more = found.filter((each) => !wanted.includes(each))
    const missing = wanted.filter((each) => !found.includes(each))
    if (more.length > 0)
      fail({
        kernelFile,
        expected: `${field} with ${wanted.length === 0 ? 'nothing' : 'the 14 that Docker leaves'} in it: the ${name} set`,
        found: inWords(more),
      })
    if (missing.length > 0)
      fail({
        kernelFile,
        expected: `${field} with ${inWords(missing)}: Docker leaves that, and images count on it`,
        found: `${found.length} others`,
      })
  }
  const { mountPoint, process: later } = await attackedFor('9.3')
  if (later?.mounts.some(({ target }) => target.endsWith(mountPoint)))
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/mountinfo`,
      expected: 'nothing that the command mounted',
      found: `tmpfs on ${mountPoint}`,
    })
})

function namesOf(hexadecimal: string): string[] {
  const bits = BigInt(`0x${hexadecimal || '0'}`)
  return Array.from({ length: 64 }, (_, bit) => bit)
    .filter((bit) => bits & (1n << BigInt(bit)))
    .map((bit) => CAPABILITIES[bit] ?? `capability ${bit}`)
}

/** The most telling ones, and how many there are beside. */
function inWords(names: string[]): string {
  const known = ['CAP_SYS_ADMIN', 'CAP_SYS_MODULE', 'CAP_NET_ADMIN', 'CAP_SYS_PTRACE']
  const shown = names.toSorted((a, b) => Number(known.includes(b)) - Number(known.includes(a))).slice(0, 3)
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`
}
