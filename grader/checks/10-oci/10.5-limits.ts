import { check } from '../../check.ts'
import { asked as askedDeep, deep, unknown } from '../../evidence/10-oci/deep-cgroup.ts'
import { failCreate } from '../../evidence/10-oci/life.ts'
import { held } from '../../evidence/10-oci/podman-container.ts'
import { asked } from '../../evidence/10-oci/podman-options.ts'
import { howItEnded, isRefused } from '../../evidence/10-oci/state.ts'
import { complaint } from '../../evidence/complaint.ts'
import { amount, cgroupFile, processors, tightest } from '../../evidence/limit.ts'
import { startCgroup } from '../../evidence/own-cgroup.ts'
import { fail } from '../../verdict/judgement.ts'

check('10.5', 'It is in the cgroup that podman asks for, with its limits', ['10.2'], async () => {
  await failCreate('10.5')
  const { process, chain } = await held('10.5')
  const pid = process.nsPids[0]
  if (process.cgroup === startCgroup || !process.cgroup.includes('/libpod-'))
    fail({
      kernelFile: `/proc/${pid}/cgroup`,
      expected: 'the cgroup of linux.cgroupsPath: /libpod_parent/libpod-…',
      found: process.cgroup,
    })
  const limits = {
    'memory.max': [asked.memory, amount],
    'cpu.max': [asked.quota / 100_000, processors],
    'pids.max': [asked.pids, amount],
  } as const
  for (const [file, [expected, parse]] of Object.entries(limits)) {
    const limit = tightest(chain, file, parse)
    if (limit?.value !== expected)
      fail({
        kernelFile: cgroupFile(limit?.cgroup.path ?? process.cgroup, file),
        expected: file === 'cpu.max' ? `${asked.quota} 100000` : String(expected),
        found: limit?.text ?? 'no such file',
        message: limit ? undefined : 'Every cgroup above has to hand the controller down, as in 5.1.',
      })
  }
  // podman asks for twice as much memory and swap together.
  const swap = tightest(chain, 'memory.swap.max', amount)
  if (swap && swap.value !== asked.memory)
    fail({
      kernelFile: cgroupFile(swap.cgroup.path, 'memory.swap.max'),
      expected: String(asked.memory),
      found: swap.text,
      message: 'memory.swap of a bundle counts memory and swap together; the file counts swap alone.',
    })
  await checkDeep()
})

/** Where nobody has prepared anything. */
async function checkDeep(): Promise<void> {
  const { create, cgroup, processes, refused } = await deep()
  const file = cgroupFile(askedDeep.cgroup, 'pids.max')
  if (create.code !== 0)
    fail({
      kernelFile: file,
      expected: 'create, for a bundle whose cgroup is two folders down',
      found: howItEnded(create),
      message: complaint([create]),
    })
  if (!cgroup || processes.length === 0)
    fail({
      kernelFile: file,
      expected: `a process in ${askedDeep.cgroup}`,
      found: cgroup ? 'none' : 'no such folder',
    })
  if (cgroup.files['pids.max'] !== String(askedDeep.pids))
    fail({
      kernelFile: file,
      expected: String(askedDeep.pids),
      found: cgroup.files['pids.max'] ?? 'no such file',
    })
  if (!isRefused(refused))
    fail({
      kernelFile: cgroupFile('<cgroup>', unknown),
      expected: 'an error from create, for a limit that the kernel does not have',
      found: refused.overdue ? howItEnded(refused) : 'it ended with 0, and the limit is left out',
    })
}
