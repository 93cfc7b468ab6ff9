import { check } from '../../check.ts'
import { boundAlone, boundShared } from '../../evidence/10-oci/bundle.ts'
import { failCreate, started } from '../../evidence/10-oci/life.ts'
import { held, read } from '../../evidence/10-oci/podman-container.ts'
import { asked, words } from '../../evidence/10-oci/podman-options.ts'
import { isReadOnlyForAll, isShared } from '../../evidence/mount.ts'
import type { Process } from '../../machine/process.ts'
import { fail } from '../../verdict/judgement.ts'

const { volume, readOnly } = asked

/** What podman asks for in every container, and what of its options, and of those for the filesystem, can be seen. */
const usual = [
  { target: '/proc', type: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
  { target: '/dev', type: 'tmpfs', options: ['nosuid', 'noexec', 'mode=755'] },
  { target: '/dev/pts', type: 'devpts', options: ['nosuid', 'noexec', 'ptmxmode=666'] },
  { target: '/sys', type: 'sysfs', options: ['ro', 'nosuid', 'nodev', 'noexec'] },
  { target: '/sys/fs/cgroup', type: 'cgroup2', options: ['ro', 'nosuid', 'nodev', 'noexec'] },
]

check('10.6', 'Everything is mounted that the bundle asks for', ['10.2'], async () => {
  await failCreate('10.6')
  const { process } = await held('10.6')
  const mount = mountsOf(process)
  for (const { target, type, options } of usual) {
    const found = mount(target)
    if (found?.type !== type) notThere(process, `${type} on ${target}`, found?.type)
    const all = [...found.options, ...found.data]
    const missing = options.find((option) => !all.includes(option))
    if (missing) notThere(process, `${target} with the option ${missing}`, all.join(','))
  }
  for (const { source, target, file } of [volume, readOnly]) {
    const content = await read(`${target}/${file}`, 'root')
    if (content !== file) notThere(process, `${source} on ${target}`, mount(target) && 'other files')
  }
  const written = await read(`${volume.source}/${words.written}`)
  if (written?.trim() !== words.written)
    notThere(process, `what its command writes to ${volume.target} is in ${volume.source}`, 'it is not')
  if (
    (await read(`${readOnly.source}/${words.written}`)) !== null ||
    !mount(readOnly.target)?.options.includes('ro')
  )
    notThere(
      process,
      `${readOnly.target} read-only`,
      mount(readOnly.target)?.options.join(','),
      'A bind mount takes its flags in a second call, as in 6.3.',
    )
  const shared = [volume, readOnly].find(({ target }) => {
    const found = mount(target)
    return found && isShared(found)
  })
  if (shared)
    notThere(
      process,
      `${shared.target} private: its options say rprivate`,
      'a mount that is shared with the machine',
    )
  if (!mount('/')?.options.includes('ro'))
    notThere(process, '/ read-only: root.readonly is true', mount('/')?.options.join(','))
  if (isReadOnlyForAll(process.mounts))
    notThere(
      process,
      'the filesystem below / as it was, on the machine',
      'a read-only one for everybody',
      'Without MS_BIND it is not this mount that is changed, but all there are of its filesystem.',
    )
  // Another bundle, which asks for what podman does not.
  const { executing } = await started()
  if (executing) checkBound(executing)
  // Where no device can be opened when the root may be written to, it is so when it may not.
  if (
    executing &&
    mountsOf(executing)('/')?.options.includes('nodev') &&
    !mount('/')?.options.includes('nodev')
  )
    notThere(
      process,
      '/ with the option nodev, as without root.readonly',
      mount('/')?.options.join(','),
      'A remount sets all flags of a mount anew, and 9.1 had taken the devices away: MS_NODEV.',
    )
  const device = executing && mountsOf(executing)('/dev')
  if (device && !isShared(device))
    notThere(
      executing,
      '/dev with the propagation shared',
      device.options.join(','),
      'mount(2) changes the propagation of a mount in a call of its own, and looks at no other flag in it.',
    )
})

/** The machine's /sys, with what is mounted in it, and a second time without. */
function checkBound(process: Process): void {
  const mount = mountsOf(process)
  const { type, options = [] } = mount('/sys') ?? {}
  if (type !== 'sysfs' || !options.includes('noatime'))
    notThere(
      process,
      '/sys with the option noatime',
      type && options.join(','),
      'A bind mount takes its flags in a second call: all of them.',
    )
  if (mount('/sys/fs/cgroup')?.type !== 'cgroup2')
    notThere(
      process,
      'cgroup2 on /sys/fs/cgroup, for /sys is bound with rbind',
      mount('/sys/fs/cgroup')?.type,
    )
  const shared = mount(boundShared)
  if (shared?.type !== 'sysfs' || !isShared(shared))
    notThere(process, `/sys/kernel on ${boundShared}, with the propagation shared`, shared?.options.join(','))
  if (mount(boundAlone)?.type !== 'sysfs') notThere(process, `/sys on ${boundAlone}`, mount(boundAlone)?.type)
  const below = mount(`${boundAlone}/fs/cgroup`)
  if (below)
    notThere(
      process,
      `nothing mounted below ${boundAlone}: /sys is bound there with bind, and not with rbind`,
      `${below.type} on ${below.target}`,
    )
}

/** What is on a mount point, seen from inside: the last one hides the others. */
const mountsOf =
  ({ mounts }: Process) =>
  (point: string) =>
    mounts.findLast(({ target }) => target === point)

function notThere(process: Process, expected: string, found = 'nothing', message?: string): never {
  fail({
    kernelFile: `/proc/${process.nsPids[0]}/mountinfo`,
    expected,
    found,
    message,
  })
}
