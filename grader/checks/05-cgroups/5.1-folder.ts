import { dirname } from 'node:path'
import { check } from '../../check.ts'
import { held } from '../../evidence/05-cgroups/containers.ts'
import { failedStart, failUnstarted } from '../../evidence/05-cgroups/failed-start.ts'
import { cgroupFile } from '../../evidence/limit.ts'
import { type HeldContainers, type OwnCgroup, ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('5.1', 'The container has a cgroup of its own', [], async () => {
  const evidence = await held()
  const own = ownCgroups(evidence)
  const failed = await failedStart()
  if (failed && failed.todo !== '5.1' && !failed.reachedLimits) waits([failed.todo])
  if (failed?.todo !== '5.1' && own.every(({ chain }) => chain.length > 0)) {
    for (const each of own) {
      expectControllers(each, evidence)
      expectMode(each)
    }
    return
  }

  const containers = `${evidence.sightings.length} containers`
  if (failed) failUnstarted(failed)
  if (own.every(({ innermost }) => innermost === null))
    fail({
      kernelFile: '/sys/fs/cgroup',
      expected: 'a new folder for each container',
      found: `no new folder while ${containers} ran`,
    })
  fail({
    kernelFile: `/sys/fs/cgroup${own.find(({ innermost }) => innermost !== null)?.innermost}`,
    expected: 'a folder for each container',
    found: `one folder while ${containers} ran`,
    message: 'Two containers in one cgroup share its limits: the second gets what the first leaves.',
  })
})

/** A cgroup has the files of a controller where the one above hands it down. */
function expectControllers({ chain }: OwnCgroup, { during }: HeldContainers): void {
  const file = ['memory.max', 'cpu.max'].find((name) => !chain.some(({ files }) => name in files))
  if (file === undefined) return
  const above = during.find(({ path }) => path === dirname(chain.at(-1)?.path ?? '/'))
  fail({
    kernelFile: cgroupFile(above?.path ?? '/', 'cgroup.subtree_control'),
    expected: `memory cpu, so that ${cgroupFile(chain[0]?.path ?? '/', file)} is there`,
    found: above?.files['cgroup.subtree_control'] || 'nothing',
    message:
      'Write `+memory +cpu` into this file: a cgroup hands controllers to its children only, so each one above has to do it.',
  })
}

/** Less than 0755 may be meant; what takes its owner's own permissions away never is. */
function expectMode({ chain }: OwnCgroup): void {
  const closed = chain.find(({ mode }) => (mode & 0o700) !== 0o700)
  if (!closed) return
  fail({
    kernelFile: `/sys/fs/cgroup${closed.path}`,
    expected: 'mode 0755',
    found: `mode 0${closed.mode.toString(8)}`,
    message: 'An octal number begins with 0o: in decimal, 755 is other permissions.',
  })
}
