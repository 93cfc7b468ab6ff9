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
      expect(await machine.waitForExit({ run, timeout: 1_000 })).toEqual(end)
    }
    await machine.closeBerth({ berth })
  },
)
