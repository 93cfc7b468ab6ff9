import { expect, test } from 'vitest'
import { theLab } from './kit/one-lab.ts'

// The cgroup that a berth's programs start in is the code's to do with as it likes: the judge must not be in it.

const leaf = '/sys/fs/cgroup/init'
const elsewhere = 'mkdir /sys/fs/cgroup/elsewhere && echo 0 > /sys/fs/cgroup/elsewhere/cgroup.procs'
const ended = (end: object) => expect.objectContaining(end)

test.each([
  ['is frozen', `echo 1 > ${leaf}/cgroup.freeze`, null, null],
  [
    'kills whoever joins it',
    `sh -c '${elsewhere}; while echo 1 > ${leaf}/cgroup.kill; do :; done'`,
    ended({ signal: 'SIGKILL' }),
    ended({ signal: 'SIGKILL' }),
  ],
  [
    'is gone',
    `${elsewhere} && rmdir ${leaf}`,
    ended({ code: 0 }),
    ended({ code: 1, stderr: expect.stringMatching(/^ENOENT: .*cgroup\.procs/) }),
  ],
])(
  'where their cgroup %s, programs can be started and the berth be closed',
  async (_, doing, first, second) => {
    const { machine } = await theLab()
    const berth = await machine.openBerth({ files: {}, image: {}, images: {}, mine: false })
    for (const [script, end] of [
      [doing, first],
      ['true', second],
    ]) {
      const run = await machine.start({ berth, program: 'sh', args: ['-c', script] })
      expect(await machine.waitForExit({ run, timeout: end === null ? 1_000 : 30_000 })).toEqual(end)
    }
    await machine.closeBerth({ berth })
  },
)

// Each program that we start is the agent until it executes setpriv, and in sight of the code: with CAP_SYS_PTRACE that could
// take the agent's files (man 2 pidfd_getfd), and answer in its place.
test.each([
  ['has no', undefined, false],
  ['of step 10 has', true, true],
] as const)('a berth %s CAP_SYS_PTRACE', async (_, mayTrace, has) => {
  const { machine } = await theLab()
  const request = { files: {}, image: {}, images: {}, mine: false, ...(mayTrace && { mayTrace }) }
  const berth = await machine.openBerth(request)
  const run = await machine.start({ berth, program: 'setpriv', args: ['--dump'] })
  const end = await machine.waitForExit({ run, timeout: 30_000 })
  const [, bounding = ''] = /^Capability bounding set: (.*)$/m.exec(end?.stdout ?? '') ?? []
  expect(bounding).toContain('sys_admin')
  expect(bounding.split(',').includes('sys_ptrace')).toBe(has)
  await machine.closeBerth({ berth })
})
