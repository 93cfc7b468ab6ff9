/**
 * `npm run bench`: how fast Drydock is, against floors measured in the same run. `npm run bench -- save` is about the time
 * from a save to its verdict alone, `-- pull` about pulling images. See README.md.
 */
import { chooseMachine } from '../grader/machine/choose.ts'
import { openLab } from '../lab/lab.ts'
import { showProgress } from '../lab/progress.ts'
import { bareVitest, evidenceAlone, grade } from './grade.ts'
import { opening } from './lab.ts'
import { description, load } from './machine.ts'
import { pulling } from './pull.ts'
import { saves } from './save.ts'
import { ours, two } from './starts/contestants.ts'
import { startsInLab } from './starts/in-lab.ts'
import { startsHere } from './starts/native.ts'
import { inTurn, times } from './stopwatch.ts'
import { type Row, type Section, table } from './table.ts'

const { onProgress, clear } = showProgress(process.stderr)
const loadBefore = load()

function print(section: Section) {
  clear()
  process.stdout.write(`${table(section)}\n`)
}

const isRoot = process.getuid?.() === 0
const [wanted = 'all', ...others] = process.argv.slice(2)
if (!['all', 'save', 'pull'].includes(wanted) || others.length > 0)
  refuse(2, 'npm run bench [-- save | pull]')
if (wanted === 'pull' && !isRoot) refuse(3, 'Images are laid out as root. Next: sudo npm run bench -- pull')
if (wanted === 'all') await labAndContainers()
if (wanted === 'all' || wanted === 'save') await saveToVerdict()
if (isRoot && (wanted === 'all' || wanted === 'pull')) print(await pulling(onProgress))

const about = [...(await description()), `load average ${loadBefore} before, ${load()} after`]
process.stdout.write(`${about.join('\n')}\n`)

function refuse(exitCode: number, why: string): never {
  process.stderr.write(`${why}\n`)
  process.exit(exitCode)
}

async function saveToVerdict() {
  onProgress({ what: 'Saving files' })
  const choice = chooseMachine()
  if ('kind' in choice) print(await saves(4, choice.kind))
}

async function labAndContainers() {
  // The set-up on first use is nobody's time.
  await (await openLab({ onProgress })).close()

  onProgress({ what: 'Opening labs' })
  const restored = await times(8, () => opening(false))
  const booted = await times(3, () => opening(true))
  onProgress({ what: 'Grading' })
  const graded = await inTurn(4, {
    grade,
    bareVitest,
    evidenceAlone: () => evidenceAlone('05', 'lab'),
  })
  const gradedCold = await times(2, () => grade('cold'))

  const command: Row = {
    what: 'restored, to its first command',
    samples: restored.map((each) => each.command),
  }
  print({
    title: 'The lab',
    rows: [
      { what: 'restored, to its first answer', samples: restored.map((each) => each.answer) },
      command,
      { what: 'restored, to the verdict of 05', samples: graded.grade },
      { what: 'booted, to its first answer', samples: booted.map((each) => each.answer) },
      { what: 'booted, to its first command', samples: booted.map((each) => each.command) },
      { what: 'booted, to the verdict of 05', samples: gradedCold },
    ],
    limits: [{ of: command, atMost: 500 }],
  })

  const whole: Row = { what: 'grade 05 --solution', samples: graded.grade }
  const bare: Row = { what: 'a bare vitest run of one empty test', samples: graded.bareVitest }
  const evidence: Row = { what: 'its container starts and loads alone', samples: graded.evidenceAlone }
  print({
    title: 'grade 05 --solution, in the lab',
    rows: [whole, evidence, bare],
    limits: [{ of: whole, atMost: 8_000 }],
    ratios: [
      { of: whole, to: evidence, atMost: 1.5 },
      { of: whole, to: bare },
    ],
  })

  onProgress({ what: 'Starting containers in the lab' })
  print(starts('Container start to its command, in the lab', await startsInLab(10, onProgress)))
  if (isRoot) print(starts('The same on this machine', await startsHere(20)))
}

function starts(title: string, samples: Record<string, number[]>): Section {
  const rows = Object.entries(samples).map(([what, samples]): Row => ({ what, samples }))
  const row = (name: string) => rows.filter(({ what }) => what === name)
  const [floor] = row(two)
  const ratios = row(ours).flatMap((of) => rows.filter((to) => to !== of).map((to) => ({ of, to })))
  return {
    title,
    rows,
    ratios: ratios.map((ratio) => (ratio.to === floor ? { ...ratio, atMost: 1.25 } : ratio)),
  }
}
