import { constants } from 'node:os'
import { getSystemErrorName } from 'node:util'
import { check } from '../../check.ts'
import { attackedFor } from '../../evidence/09-hardening/attacked.ts'
import { failUnstarted } from '../../evidence/09-hardening/container.ts'
import { held } from '../../evidence/09-hardening/held.ts'
import { fail } from '../../verdict/judgement.ts'

const { ENOSYS } = constants.errno

check('9.4', 'It has no system call that only an attack needs', [], async () => {
  const { process, status } = await held()
  if (!process) return failUnstarted('9.4')
  const kernelFile = `/proc/${process.nsPids[0]}/status`
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\d+)$`, 'm').exec(status)?.[1]
  const { tries, statusOf } = await attackedFor('9.4')
  if (field('NoNewPrivs') !== '1' || statusOf(tries.setUserId) === 0)
    fail({
      kernelFile,
      expected: 'NoNewPrivs 1: nobody in there becomes root by a set-user-ID program',
      found: `NoNewPrivs ${field('NoNewPrivs')}${statusOf(tries.setUserId) === 0 ? ', and somebody did' : ''}`,
    })
  if (field('Seccomp') !== '2')
    fail({ kernelFile, expected: 'Seccomp 2: a filter', found: `Seccomp ${field('Seccomp')}: none` })
  const broken = tries.needed.find((one) => statusOf(one) !== 0)
  if (broken)
    fail({
      kernelFile,
      expected: `a filter that lets ${broken.does} pass, which every program needs`,
      found: answer(statusOf(broken)),
    })
  const open = tries.refused.find((one) => statusOf(one) === 0)
  if (open) fail({ kernelFile, expected: `a filter that refuses ${open.does}`, found: 'it worked' })
  const heard = tries.unheard.find((one) => [0, one.answer].includes(statusOf(one) ?? -1))
  if (heard)
    fail({
      kernelFile,
      expected: `a filter that refuses ${heard.does}`,
      found: `${answer(statusOf(heard))}: it came to the kernel`,
    })
  if (statusOf(tries.clone3) !== ENOSYS)
    fail({
      kernelFile,
      expected: 'clone3 answered with ENOSYS, as by a kernel that does not have it',
      found: answer(statusOf(tries.clone3)),
      message:
        'Its flags are in memory, where a filter cannot look: they may ask for a user namespace. After ENOSYS a C library takes clone; after any other error it starts no thread.',
    })
})

/** What the kernel said to a program that made a call, as far as its end tells. */
function answer(status: number | undefined): string {
  if (status === 0) return 'it worked'
  if (status === undefined) return 'nothing: it could not be tried'
  if (status > 128) return `killed by signal ${status - 128}`
  return `refused: ${getSystemErrorName(-status)}`
}
