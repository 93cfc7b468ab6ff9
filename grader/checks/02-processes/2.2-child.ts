import { check } from '../../check.ts'
import { alone, culprit, handsAllOn, isTalkative, losesStatus } from '../../evidence/02-processes/alone.ts'
import { ends } from '../../evidence/02-processes/ends.ts'
import { whyPoor } from '../../evidence/02-processes/environment.ts'
import { held } from '../../evidence/02-processes/held.ts'
import { othersWords, whyNonBlocking } from '../../evidence/02-processes/standard-files.ts'
import { complaint } from '../../evidence/complaint.ts'
import type { Ended, Process } from '../../machine/process.ts'
import { fail, failOn, waits } from '../../verdict/judgement.ts'

check('2.2', 'The child becomes the command', ['2.1'], async () => {
  const { command, sighting, environment, standardFiles, end } = await held()
  if (!sighting.process && !sighting.forked) await checkAlone()
  if (!sighting.process && (await culprit()) === '2.3') waits(['2.3'])
  if (!sighting.process)
    fail({
      kernelFile: '/proc/<pid>/cmdline',
      expected: command.argv.join(' '),
      found: 'a second process, which never was that command',
      message: end.code === command.status ? hasRun : complaint([end]),
    })
  checkInheritance(sighting.process)
  const poor = whyPoor(sighting.process, environment)
  if (poor) failOn((await handsAllOn()) ? '2.3' : undefined, '2.2', poor)
  if (end.stdout !== '' && (await isTalkative())) fail(othersWords(end.stdout))
  if (await losesStatus())
    fail({
      expected: `exit status ${command.status} from a child whose command ends with it`,
      found: `exit status ${(await alone()).end.code ?? 'none'}`,
      message: third,
    })
  if (end.code !== command.status)
    waits(['2.3'], 'No exit status comes back yet, by which to judge the rest.')
  const { named, missing, notExecutable, heir, orphaned } = await ends()
  if (heir)
    checkInheritance(
      heir,
      'Your program was started with file 40 open, as by a shell’s `40</dev/null`. What others have opened you close, too.',
    )
  checkMissing(missing, notExecutable)
  // A program that printed nothing has not made it so by writing: an import of Node's has (node:util), which is not its fault.
  if (end.stderr !== '' && whyNonBlocking(sighting.process, standardFiles[1])) {
    const { process, standardFiles } = await alone()
    const why = process && whyNonBlocking(process, standardFiles)
    if (why) fail(why)
  }
  if (named.code !== named.status)
    fail({
      expected: `exit status ${named.status} from a command that ends with it, called by its name, \`sh\``,
      found: `exit status ${named.code ?? named.signal}: it has to be looked for in PATH`,
      message: complaint([named]),
    })
  if (orphaned)
    fail({
      kernelFile: `/proc/${orphaned.nsPids[0]}/status`,
      expected: 'no such process once the parent is killed by SIGKILL',
      found: 'it goes on, and nobody is left to stop it: prctl(PR_SET_PDEATHSIG) has the kernel do it',
      message: sighting.process.ppid === sighting.program ? undefined : third,
    })
})

const hasRun =
  'It ended as the command does, all the same. Either a shell got the words, and took them apart; or the command could not read what is typed: Node makes a pipe non-blocking where any of your files imports node:process, and so it is for the command. `process` is there without an import.'

/** There is no second process yet: what shows without one. */
async function checkAlone(): Promise<never> {
  const { process, environment, end, missing, notExecutable } = await alone()
  if (!process)
    fail({
      kernelFile: '/proc/<pid>/cmdline',
      expected: 'a process that is called as container.ts child <command>, and becomes the command',
      found: 'one that never did',
      message: complaint([end]),
    })
  checkInheritance(process)
  const poor = whyPoor(process, environment)
  if (poor) fail(poor)
  if (end.stdout !== '') fail(othersWords(end.stdout))
  checkMissing(missing, notExecutable)
  waits(['2.3'], 'Right, as far as that shows while there is no second process.')
}

function checkMissing(missing: Ended, notExecutable: Ended): void {
  if (missing.code !== 127)
    fail({
      expected: 'exit status 127 for a command that does not exist',
      found: `exit status ${missing.code ?? missing.signal}`,
    })
  if (notExecutable.code !== 126)
    fail({
      expected: 'exit status 126 for a file that is not executable',
      found: `exit status ${notExecutable.code ?? notExecutable.signal}`,
    })
}

const third =
  'Your child has started a third process, and did not become the command: that one ends with nobody, and gets no signal.'

const ownFiles = "The command inherits files of your program's that nobody meant to give it."

/** Node ignores these two for itself; a program that inherits that does not end when nobody reads it any more. */
const nodesOwn = { SIGPIPE: 13, SIGXFSZ: 25 }

function checkInheritance({ nsPids, ignoredSignals, openFiles }: Process, message = ownFiles): void {
  const ignored = Object.entries(nodesOwn).find(([, signal]) => ignoredSignals.includes(signal))
  if (ignored)
    fail({
      kernelFile: `/proc/${nsPids[0]}/status`,
      expected: `SigIgn without ${ignored[0]}`,
      found: `${ignored[0]} is ignored: yes | head would not end`,
    })
  const [file] = openFiles
  if (file)
    fail({
      kernelFile: `/proc/${nsPids[0]}/fd`,
      expected: '0, 1 and 2',
      found: `${openFiles.length} more, among them ${file}`,
      message,
    })
}
