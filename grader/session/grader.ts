import { globSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, collected, type JudgedCheck } from '../check.ts'
import { placeOf } from '../course/places.ts'
import type { Step } from '../course/steps.ts'
import { byNumber } from '../course/todos.ts'
import { forgetEvidence } from '../evidence/once.ts'
import { type Findings, judge } from '../judge.ts'
import { root } from '../root.ts'
import { makeReport } from '../verdict/report.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import { closeAll } from './end.ts'
import { takeFacts } from './facts.ts'
import { type ReadyMachine, theMachine, useMachine } from './machine.ts'
import { type Settings, useSettings } from './settings.ts'
import { tracked } from './tracked-machine.ts'

// For `watch`, and for the tests that judge the grader: the same checks and the same verdict as from `grade`, in this process
// and on a machine that stays open from one grade to the next. A start of vitest and of a lab takes as long as the
// containers that are judged.

/** Grades steps, one at a time. */
export interface Grader {
  /**
   * Begins to grade a step.
   *
   * @param first - the TODO that the person waits for: it is judged as soon as what it needs has been, unless it is the last
   * @param tell - is called whenever one more TODO has been judged, and when all have
   */
  grade(
    step: Step,
    first: string | undefined,
    tell: (verdict: StepVerdict, isDone: boolean) => void,
  ): RunningGrade
}

export interface RunningGrade {
  /** Rejected where the grader itself broke. */
  done: Promise<void>
  /** Gives up: nothing of it is left when this is fulfilled. */
  cancel(): Promise<void>
}

/** @throws Judgement where no machine can judge here, LabError where the lab cannot be had */
export async function openGrader(settings: Settings): Promise<Grader & AsyncDisposable> {
  useSettings(settings)
  return { ...graderOn(await theMachine(), settings), [Symbol.asyncDispose]: closeAll }
}

/** A grader on a machine that somebody else has opened, and closes. */
export const graderOn = (ready: ReadyMachine, settings: Settings): Grader => ({
  grade: (step, first, tell) => new Grade(ready, settings, step).begin(first, tell),
})

class Grade implements RunningGrade {
  readonly #ready: ReadyMachine
  readonly #settings: Settings
  readonly #step: Step
  readonly #machine
  #isRunning = true
  done = Promise.resolve()

  constructor(ready: ReadyMachine, settings: Settings, step: Step) {
    this.#ready = ready
    this.#settings = settings
    this.#step = step
    this.#machine = tracked(ready.machine)
  }

  begin(first: string | undefined, tell: (verdict: StepVerdict, isDone: boolean) => void): this {
    useSettings(this.#settings)
    forgetEvidence()
    takeFacts()
    useMachine({ ...this.#ready, machine: this.#machine.machine })
    this.done = this.#judgeAll(first, tell).catch(async (error) => {
      // cancel() closed the berths under the checks: what they throw then says nothing.
      if (!this.#isRunning) return
      this.#isRunning = false
      await this.#machine.end()
      throw error
    })
    return this
  }

  async cancel(): Promise<void> {
    this.#isRunning = false
    await this.#machine.end()
    await this.done
  }

  async #judgeAll(first: string | undefined, tell: (verdict: StepVerdict, isDone: boolean) => void) {
    const findings: Findings = new Map()
    const ended: JudgedCheck[] = []
    const began = performance.now()
    for (const check of inOrder(await checksOf(this.#step), first)) {
      const finding = await judge(check, findings)
      if (!this.#isRunning) return
      const { kind: machine, kernel } = this.#ready.facts
      const facts = { ...takeFacts(), machine, kernel }
      ended.push({ id: check.id, title: check.title, finding, at: performance.now() - began, facts })
      tell(this.#verdict(ended), false)
    }
    await this.#machine.end()
    this.#isRunning = false
    tell(this.#verdict(ended), true)
  }

  #verdict(ended: JudgedCheck[]): StepVerdict {
    const sorted = ended.toSorted((one, other) => byNumber(one.id, other.id))
    const [verdict] = makeReport(sorted, (todo) => placeOf(todo, this.#settings.folder, root)).steps
    if (!verdict) throw new Error('Something has been judged')
    return verdict
  }
}

const checks = new Map<Step, Check[]>()

/** The checks of a step in the order of their files' names. A module is evaluated once: they are kept. */
async function checksOf(step: Step): Promise<Check[]> {
  const known = checks.get(step)
  if (known) return known
  const files = globSync(`grader/checks/${step.folder}/*.ts`, { cwd: root }).sort(byNumber)
  const found = await collected(async () => {
    for (const file of files) await import(join(root, file))
  })
  checks.set(step, found)
  return found
}

/** One TODO first, after those that it needs; then all others. The last one stays the last: it ends what they look at. */
function inOrder(all: Check[], first: string | undefined): Check[] {
  const needed = (id: string | undefined): Check[] => {
    const check = all.find((each) => each.id === id)
    return check ? [...check.needs.flatMap(needed), check] : []
  }
  return first === all.at(-1)?.id ? all : [...new Set([...needed(first), ...all])]
}
