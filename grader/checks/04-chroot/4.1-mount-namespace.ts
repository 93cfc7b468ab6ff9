import { check } from '../../check.ts'
import { failUnstarted, held } from '../../evidence/04-chroot/held.ts'
import { failLeak, leakedMounts } from '../../evidence/mount.ts'
import { expectEarlier, expectOwn } from '../../evidence/own-namespaces.ts'
import type { Mount } from '../../machine/process.ts'
import { fail } from '../../verdict/judgement.ts'

check('4.1', 'Its mounts are its own', [], async () => {
  const { sighting, before, during, end } = await held()
  const { process } = sighting
  if (process) {
    expectOwn(process, ['mnt'])
    expectEarlier(process, ['uts', 'pid'])
  }
  // Even where the container did not start: pivot_root refuses a root whose mount is still shared.
  const [leaked] = leakedMounts(before, during)
  if (leaked) failLeak(leaked)
  if (!process) return failUnstarted('4.1', end)
  const cut = before.find(
    (mount) => peerGroups(mount).length > 0 && !during.some((now) => isSame(now, mount)),
  )
  if (cut)
    fail({
      kernelFile: '/proc/self/mountinfo',
      expected: `${cut.target} ${peerGroups(cut)[0]}, on the machine as before`,
      found: 'not shared any more',
      message: "Your program made the machine's own mounts private. The child does it, in its namespace.",
    })
  const tied = process.mounts.find((mount) =>
    peerGroups(mount).some((group) => before.some((other) => peerGroups(other).includes(group))),
  )
  if (tied)
    fail({
      kernelFile: `/proc/${process.nsPids[0]}/mountinfo`,
      expected: 'no mount that shares what happens to it with the machine',
      found: `${tied.target} ${peerGroups(tied)[0]}`,
      message:
        'A new mount namespace starts as a copy that still passes mounts on: make all of it private, / and what is below.',
    })
})

/** Still the same mount, in the same peer group. */
const isSame = (one: Mount, other: Mount) =>
  one.target === other.target && peerGroups(one)[0] === peerGroups(other)[0]

/** `shared:12`: what is mounted below here appears in every other mount of the group (mount_namespaces(7)). */
const peerGroups = ({ options }: Mount) => options.filter((option) => option.startsWith('shared:'))
