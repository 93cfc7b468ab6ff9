import { check } from '../../check.ts'
import { ended, held } from '../../evidence/cgroups.ts'
import { ownCgroups } from '../../evidence/own-cgroup.ts'
import { fail } from '../../verdict/outcome.ts'

check('5.6', 'Its cgroup is removed afterwards', { needs: ['5.1'] }, async () => {
  const own = ownCgroups(await held()).flatMap(({ chain }) => chain.map(({ path }) => path))
  const { ends, after } = await ended()
  const left = after.map(({ path }) => path).filter((path) => own.includes(path))
  const [first] = left
  if (!first) return
  fail({
    kernelFile: `/sys/fs/cgroup${first}`,
    expected: 'no such folder after the container has ended',
    found: left.length > 1 ? `this and ${left.length - 1} more` : 'it is still there',
    message: ends.some(({ overdue }) => overdue)
      ? 'Its container never ended, and the parent had to be killed: see why it waits.'
      : 'An empty cgroup costs the kernel memory, and the next container with that name finds its limits there.',
  })
})
