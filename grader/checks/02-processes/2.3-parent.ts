import { constants } from 'node:os'
import { check } from '../../check.ts'
import { alone, culprit, handsAllOn, isTalkative, losesStatus } from '../../evidence/02-processes/alone.ts'
import { ends } from '../../evidence/02-processes/ends.ts'
import { whyPoor } from '../../evidence/02-processes/environment.ts'
import { type HeldProcess, held } from '../../evidence/02-processes/held.ts'
import { othersWords, type StandardFile, whyNonBlocking } from '../../evidence/02-processes/standard-files.ts'
import { complaint } from '../../evidence/complaint.ts'
import type { Ended, Process } from '../../machine/process.ts'
import { fail, failOn, waits } from '../../verdict/judgement.ts'

const { signals } = constants

check('2.3', 'The parent starts a child, waits, and passes on how it ended', ['2.1'], async () => {
  const { command, sighting, parent, environment, standardFiles, sessions, end } = await held()
  if (!sighting.process && sighting.forked) await failSecond(end, command.status)
  if (!sighting.process)
    fail({
      kernelFile: '/proc/<pid>/task/<pid>/children',
      expected: 'a second process',
      found: 'none',
      message: complaint([end]),
    })
  if (sighting.process.pid === sighting.program || !parent)
    fail({
      kernelFile: '/proc/<pid>/cmdline',
      expected: 'the command in a process of its own, and its parent waiting',
      found: parent ? 'the program itself became the command' : 'the parent had ended before the command did',
      message: parent && 'If `run` is right: is it `run` that `choose` (2.1) calls for it?',
    })
  // It may wait for what is typed, and that goes to another file.
  if (end.overdue) checkStandardFiles(sighting.process, standardFiles)
  const loser = (await losesStatus()) ? '2.2' : undefined
  checkStatus('a command that ends with it', command.status, end, loser, notReturned)
  await checkEnds(sighting.process.ppid !== sighting.program)
  const poor = whyPoor(sighting.process, environment)
  if (poor) failOn((await handsAllOn()) ? undefined : '2.2', '2.3', poor)
  checkStandardFiles(sighting.process, standardFiles)
  // Who imports node:util or node:process makes it so as well, and has said nothing wrong.
  if (end.stderr !== '') await checkBlocking(sighting.process, standardFiles[1])
  const [own, its] = sessions
  if (own !== its)
    fail({
      kernelFile: `/proc/${sighting.process.nsPids[0]}/stat`,
      expected: 'the session of your program',
      found: 'one of its own',
      message:
        'A session of its own (`detached`) has no terminal: Ctrl-C does not reach the command, and a shell has no job control.',
    })
})

/** There is a second process, which never was the command. */
async function failSecond(end: Ended, status: number): Promise<never> {
  if ((await culprit()) !== '2.3') waits(['2.2'], 'There is a second process, but no command yet.')
  if (end.code === status)
    fail({
      expected: 'a command that waits for what is typed',
      found: `one that has ended, by exit status ${status}`,
      message:
        'Either it has nothing to read, for it gets your standard input by `stdio` only; or a shell got the words (`shell: true`), and took them apart.',
    })
  fail({
    kernelFile: '/proc/<pid>/cmdline',
    expected: 'a second process that is called as container.ts child <command>',
    found: 'one that is called in another way; called like that, it does become the command',
    message: complaint([end]),
  })
}

function checkStandardFiles({ nsPids }: Process, [own, its]: HeldProcess['standardFiles']): void {
  const other = own.findIndex((file, index) => file.identity !== its[index]?.identity)
  if (other < 0) return
  fail({
    kernelFile: `/proc/${nsPids[0]}/fdinfo/${other}`,
    expected: `${own[other]?.identity}, as your program has it`,
    found: its[other]?.identity ?? 'none',
    message: `${['Standard input', 'Standard output', 'Standard error'][other]} of the command is another file than your program's: where that is a terminal, the command has none.`,
  })
}

/** Whoever writes by Node to a pipe makes it so, for all who have it, and a command does not expect that. */
async function checkBlocking(process: Process, its: StandardFile[]): Promise<void> {
  const why = whyNonBlocking(process, its)
  if (!why) return
  const isChilds = (await alone()).standardFiles.some(({ isNonBlocking }) => isNonBlocking)
  failOn(isChilds ? '2.2' : undefined, '2.3', why)
}

/** @param isThird - whether the command is a child of the child, as may be: how it ends then comes by way of 2.2 */
async function checkEnds(isThird: boolean): Promise<void> {
  const { printing, killed, asked, interrupted } = await ends()
  const { out, err, typed } = printing
  if (!printing.stdout.includes(`${out} ${typed}`))
    fail({
      expected: 'what is typed to reach the command, and its output to come back',
      found: printing.stdout.trim() || 'nothing on standard output',
    })
  const quiet = [(await held()).end, ...killed].map(({ stdout }) => stdout)
  const words = [printing.stdout.replace(`${out} ${typed}\n`, ''), ...quiet].find((text) => text !== '')
  if (words !== undefined) failOn((await isTalkative()) ? '2.2' : undefined, '2.3', othersWords(words))
  if (!printing.stderr.includes(err))
    fail({ expected: "the command's standard error to come through", found: 'nothing of it' })
  checkStatus('a command that ends well', 0, printing)
  const culprit = isThird ? '2.2' : undefined
  for (const { by, ...end } of killed)
    checkStatus(
      `a command that is killed by signal ${signals[by]}`,
      128 + signals[by],
      end,
      culprit,
      end.signal === by ? byItself : undefined,
    )
  checkStatus(
    'a command that exits with it at the second SIGHUP: two are sent to the parent, and each is to be passed on',
    asked.status,
    asked,
    culprit,
  )
  if (interrupted.signal === 'SIGINT' || interrupted.signal === 'SIGQUIT')
    fail({
      expected: `to outlive a ${interrupted.signal}`,
      found: 'ended by it, and the command went on',
      message:
        'Ctrl-C is sent to all processes of the terminal. What it means for the container is for its command to say; who dies before it cannot clean up.',
    })
  const polite =
    'a command that ignores SIGINT and SIGQUIT, and exits with it at the second SIGTERM: two of each are sent to the parent'
  checkStatus(polite, interrupted.status, interrupted, culprit)
}

/** What is lost on its way may have been lost on the last part of it. */
const notReturned = 'If it is right in here: does `choose` (2.1) return what `run` answers?'

const byItself =
  'Whoever ends by the same signal can clean up nothing afterwards, as from step 05 on: return 128 and its number.'

function checkStatus(what: string, expected: number, end: Ended, to?: string, hint?: string): void {
  const { code, signal, overdue } = end
  if (code === expected) return
  const found = overdue
    ? 'still running, until we ended it'
    : signal
      ? `ended by ${signal}`
      : `exit status ${code}`
  const why = { expected: `exit status ${expected} from ${what}`, found, message: complaint([end]) ?? hint }
  failOn(to, '2.3', why)
}
