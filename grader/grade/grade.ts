import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Breakage } from '../breakage.ts'
import { placeOf } from '../course/places.ts'
import { keepProgress, stepsLeft } from '../course/progress.ts'
import { type Step, stepAfter } from '../course/steps.ts'
import { root } from '../root.ts'
import { Collector } from '../session/collector.ts'
import { onInterrupt } from '../session/interrupt.ts'
import { runChecks } from '../session/vitest.ts'
import { startWorker, stopWorker } from '../session/worker-process.ts'
import { displayOf } from '../terminal/display.ts'
import { annotations } from '../verdict/annotations.ts'
import { exitCode, exitCodes } from '../verdict/exit-code.ts'
import { junit } from '../verdict/junit.ts'
import { LiveLine } from '../verdict/live.ts'
import { messages } from '../verdict/messages.ts'
import { problems } from '../verdict/problems.ts'
import { makeReport } from '../verdict/report.ts'
import { screen } from '../verdict/screen.ts'
import type { Report } from '../verdict/verdict.ts'
import { WrongUse } from '../wrong-use.ts'
import { help, wrongUse } from './messages.ts'
import { type Options, parseGrade } from './options.ts'
import { checkWritable, writeWanted } from './report-files.ts'

/** Grades, from the arguments of the command line to the exit code. */
export async function grade(argv: string[]): Promise<number> {
  const options = parseGrade(argv, process.env)
  if (options) return gradeSteps(options)
  process.stdout.write(help)
  return exitCodes.pass
}

async function gradeSteps(options: Options): Promise<number> {
  const folder = fromRoot(options.folder)
  const steps = presentSteps(options, folder)
  const wanted = (['json', 'junit'] as const).flatMap((option) => {
    const file = options[option]
    return file === undefined ? [] : [{ option, file }]
  })
  wanted.forEach(checkWritable)

  const { mine, machine } = options
  const worker = startWorker({ folder, mine, ...(machine && { machine }) })
  const display = displayOf(process.stdout, process.env)
  const live = new LiveLine(process.stdout, display)
  onInterrupt(async () => {
    live.clear()
    process.stderr.write(`${messages.interrupted}\n`)
    await stopWorker(worker)
  })
  const collector = new Collector(live)
  const noise = await runChecks(steps, worker, collector)
  // The first says what happened; what follows is its echo in the checks that need it.
  const [breakage] = collector.broken
  if (breakage) throw breakage
  if (collector.ended.length === 0) throw new Breakage(noise || messages.noVerdict)

  const absent = options.steps.filter((step) => !steps.includes(step))
  const report: Report = {
    ...makeReport(collector.ended, (todo) => placeOf(todo, folder, root)),
    ...(absent.length > 0 && { absent: absent.map(({ folder }) => folder) }),
  }
  if (folder === 'steps') keepProgress(report)
  process.stdout.write(screen(report, display))
  if (report.absent) process.stdout.write(`\n${messages.absent(report.absent)}\n`)
  if (folder === 'steps' && report.steps.length === 1 && report.steps[0]?.outcome === 'pass')
    process.stdout.write(
      `${display.plain ? '' : '  '}${messages.goOn(stepAfter(report.steps[0].step), stepsLeft())}\n`,
    )
  if (options.problems) process.stdout.write(problems(report))
  if (process.env.GITHUB_ACTIONS) process.stdout.write(annotations(report))
  for (const file of wanted) writeWanted(file, written[file.option](report))
  return exitCode(report)
}

const written = {
  json: (report: Report) => `${JSON.stringify(report, null, 2)}\n`,
  junit,
}

/** A folder as it is seen from the project's root, where it lies in it. */
function fromRoot(folder: string): string {
  const path = resolve(folder)
  const inside = relative(root, path)
  return inside.startsWith('..') ? path : inside
}

/** The steps to grade: with `--all` those that are there, else each that was named must be. */
function presentSteps({ steps, all }: Options, folder: string): Step[] {
  const there = (step: Step) => existsSync(resolve(root, folder, step.folder))
  const absent = steps.find((step) => !there(step))
  const present = steps.filter(there)
  if (absent && (!all || present.length === 0))
    throw new WrongUse(wrongUse.noFolder(`${folder}/${absent.folder}`))
  return present
}
