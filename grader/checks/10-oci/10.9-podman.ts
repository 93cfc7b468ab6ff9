import { check } from '../../check.ts'
import { held, over } from '../../evidence/10-oci/podman-container.ts'
import { words } from '../../evidence/10-oci/podman-options.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { isReadOnlyForAll } from '../../evidence/mount.ts'
import { blame, fail } from '../../verdict/judgement.ts'

check('10.9', 'podman runs, stops and removes containers with it', ['10.4'], async () => {
  const { process } = await held('10.9')
  const { status, said, end, stopped, logs, remove, lives, left } = await over()
  const why = { expected: `podman run ends as the command did, with ${status}`, found: `with ${end.code}` }
  if (end.code !== status && isReadOnlyForAll(process.mounts))
    blame('10.6', { ...why, message: complaint([end]) })
  if (end.code !== status) failStart('10.9', [end], why)
  if (end.stdout.trim() !== said.out || !end.stderr.includes(said.err))
    fail({
      expected: 'podman run prints what the command prints, each on its stream',
      found: `${end.stdout}${end.stderr}`.trim() || 'nothing',
    })

  // podman run looks on only from start on; what create has printed is in the log all the same.
  const foreign = logs.stdout
    .split('\n')
    .find((line) => line !== '' && ![words.out, words.term].some((word) => line.includes(word)))
  if (foreign !== undefined)
    fail({ expected: 'podman logs has what the command prints, and nothing else', found: foreign })

  const missing =
    [words.out, words.term].find((word) => !logs.stdout.includes(word)) ??
    [words.err].find((word) => !logs.stderr.includes(word))
  if (missing === words.term)
    fail({
      expected: 'podman stop, and first of all a SIGTERM for the command',
      found: 'none came',
      message: complaint([stopped]),
    })
  if (missing)
    fail({ expected: 'podman logs has what the command has printed', found: logs.stdout.trim() || 'nothing' })
  if (stopped.code !== 0)
    fail({
      expected: 'podman stop kills what thinks nothing of SIGTERM',
      found: `it ended with ${stopped.code}`,
      message: complaint([stopped]),
    })
  if (remove.code !== 0 || lives)
    fail({
      expected: 'podman rm, and nothing is left of the container',
      found: lives ? 'its first process is still there' : `it ended with ${remove.code}`,
      message: complaint([remove]),
    })
  if (left)
    fail({
      kernelFile: `/sys/fs/cgroup${left}`,
      expected: 'no cgroup of a container that is removed',
      found: left,
    })
})
