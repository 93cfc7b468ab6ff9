import { check } from '../../check.ts'
import { executed, held } from '../../evidence/10-oci/podman-container.ts'
import { asked } from '../../evidence/10-oci/podman-options.ts'
import { complaint } from '../../evidence/complaint.ts'
import { isWithin } from '../../evidence/path.ts'
import { inconclusiveBarrier } from '../../evidence/patience.ts'
import { fail } from '../../verdict/judgement.ts'

const namespaces = ['mnt', 'pid', 'net', 'uts', 'ipc', 'cgroup']

check('10.8', 'exec runs one more command in it', ['10.3', '10.7'], async () => {
  const { process: first, chain } = await held('10.8')
  const { status, process, openedTooSoon, uid, end } = await executed()
  if (!process)
    fail({
      expected: 'podman exec, and a second command in the container',
      found: 'nobody executes it',
      message: complaint([end]),
    })
  const pid = process.nsPids[0]
  const other = namespaces.find((name) => process.namespaces[name]?.id !== first.namespaces[name]?.id)
  if (other)
    fail({
      kernelFile: `/proc/${pid}/ns/${other}`,
      expected: `the namespace of the container’s first process, ${first.namespaces[other]?.id}`,
      found: process.namespaces[other]?.id ?? 'none',
    })
  // With a cgroup of its own below the one with the limits it may be.
  const limited = chain.findLast(({ files }) => files['memory.max'] === String(asked.memory))?.path
  if (!isWithin(process.cgroup, limited ?? first.cgroup))
    fail({
      kernelFile: `/proc/${pid}/cgroup`,
      expected: limited ?? first.cgroup,
      found: process.cgroup,
      message: 'Outside of it the container’s limits do not count.',
    })
  if (uid !== String(asked.uid))
    fail({ kernelFile: `/proc/${pid}/status`, expected: `Uid: ${asked.uid}`, found: `Uid: ${uid}` })
  if (end.code !== status)
    fail({
      expected: `podman exec ends as the command did, with ${status}`,
      found: `with ${end.code}`,
      message: complaint([end]),
    })
  if (process.hostname !== asked.hostname)
    fail({ expected: `the hostname ${asked.hostname}`, found: process.hostname })
  if (openedTooSoon) inconclusiveBarrier()
})
