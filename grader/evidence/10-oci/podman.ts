import type { Milliseconds } from '../../machine/machine.ts'
import type { Ended } from '../../machine/process.ts'
import { theMachine } from '../../session/machine.ts'
import { settings } from '../../session/settings.ts'
import { environment } from '../../verdict/judgement.ts'
import { gradedFolder } from '../../working-copy/graded.ts'
import { type Given, openGradedBerth, type Running } from '../graded-berth.ts'

/** A berth with podman, which has the runtime under judgement. */
export interface PodmanBerth extends Awaited<ReturnType<typeof openGradedBerth>> {
  podman(...args: string[]): Promise<Running>
  /** The same to its end. */
  ended(...args: string[]): Promise<Ended>
}

/** podman starts a dozen programs for a container: how long that may take, ms. */
const patience: Milliseconds = 60_000

/** Everything that it would keep in places that a berth has not, or ask of others that are not there. */
const options = [
  ...['--root', '/tmp/podman', '--runroot', '/run/podman', '--tmpdir', '/run/podman/tmp'],
  ...['--storage-driver', 'vfs', '--cgroup-manager', 'cgroupfs', '--events-backend', 'none'],
  ...['--runtime', '/workshop/for-podman/runtime'],
]

/** podman hands on next to nothing of its environment, and Node needs the berth's. */
const keepEnvironment = 'export -p >/tmp/environment; exec podman "$@"'
const runtime = () => `#!/bin/sh
. /tmp/environment
exec /workshop/${gradedFolder(settings().folder)}/10-oci/runtime "$@"
`

export async function openPodmanBerth(files: Given['files'], image: Given['image']): Promise<PodmanBerth> {
  const { machine, addPodman } = await theMachine()
  await addPodman()
  const { lacks } = await machine.facts()
  if (lacks.includes('podman'))
    environment({
      message: 'This machine lacks podman. Next: apt-get install --no-install-recommends podman',
    })
  const opened = await openGradedBerth({
    files: { ...files, 'for-podman/runtime': runtime() },
    mayTrace: true,
    // podman makes this link in every image that has none.
    image: { ...image, 'etc/mtab': { link: '/proc/mounts' } },
  })
  const podman = (...args: string[]) =>
    opened.startProgram('sh', ['-c', keepEnvironment, 'podman', ...options, ...args], patience)
  return { ...opened, podman, ended: async (...args) => (await podman(...args)).waitForExit() }
}
