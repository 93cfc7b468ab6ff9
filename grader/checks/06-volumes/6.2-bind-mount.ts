import { check } from '../../check.ts'
import {
  firstEnd,
  type Held,
  held,
  isMountedAlone,
  type Sides,
  written,
} from '../../evidence/06-volumes/containers.ts'
import type { Volume } from '../../evidence/06-volumes/volume.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { failLeak, leakedMounts, mountAt } from '../../evidence/mount.ts'
import { inconclusiveCommand } from '../../evidence/patience.ts'
import { fail } from '../../verdict/judgement.ts'

check('6.2', 'Volumes are mounted, for the container only', ['6.1'], async () => {
  const { process, seen, before, during } = await held()
  // What is to be protected has to be mounted first.
  if (!process && (await isMountedAlone())) failStart('6.2', [await firstEnd()])
  if (!process)
    fail({ expected: 'a command that runs', found: 'none', message: complaint([await firstEnd()]) })
  checkLeaks({ before, during })
  for (const { volume, content } of seen) {
    if (!mountAt(volume.inside, process.mounts))
      fail({
        kernelFile: `/proc/${process.nsPids[0]}/mountinfo`,
        expected: `a mount on ${volume.inside}, for -v ${volume.option}`,
        found: 'none',
      })
    checkSame(volume, volume.reads, content)
  }
  const { done, each } = await written()
  if (!done) inconclusiveCommand()
  for (const { volume, there, content } of each) {
    // What should have been read-only is for 6.3 to say.
    if (!volume.readOnly) checkSame(volume, volume.writes, there)
    checkSame(volume, volume.reads, content)
  }
})

function checkLeaks(mounts: Pick<Held, 'before' | 'during'>): void {
  const [leaked] = leakedMounts(mounts.before, mounts.during)
  if (leaked)
    failLeak(
      leaked,
      'A volume is mounted by the child, where all mounts are private (4.1). MS_PRIVATE in the call that binds is ignored.',
    )
}

/** A bind mount is no copy: what one side writes is there for the other. */
function checkSame({ source, inside }: Volume, path: string, { inside: theirs, outside: ours }: Sides): void {
  if (theirs === ours) return
  fail({
    kernelFile: inside + path,
    expected: `the same as ${source + path} on the machine`,
    found: theirs === null ? 'nothing' : ours === null ? 'what only the container has' : 'another content',
  })
}
