import { keepProgress, stepsLeft } from '../course/progress.ts'
import { type Step, stepAfter, steps } from '../course/steps.ts'
import { todosOf } from '../course/todos.ts'
import type { Grader, RunningGrade } from '../session/grader.ts'
import { fitted } from '../terminal/fitted.ts'
import type { StepVerdict } from '../verdict/verdict.ts'
import { type Aside, asideFor } from './aside.ts'
import { watchSteps } from './changes.ts'
import { Events, type WatchEvent } from './events.ts'
import { type Action, Keyboard } from './keys.ts'
import { messages } from './messages.ts'
import { type Stage, stageOn } from './stage.ts'

/** Grades whenever something is saved, until the person quits. */
export class Watch {
  readonly #grader: Grader
  readonly #events = new Events()
  readonly #keyboard: Keyboard | undefined
  readonly #stage: Stage
  #step: Step
  #grade: RunningGrade | undefined
  #isGrading = false
  #verdict: StepVerdict | undefined
  /** What a key asked to see beside the verdict. */
  #aside: Aside = { below: '' }
  /** Steps that are still to be graded, after `a`. */
  #queue: Step[] = []

  /**
   * @param grader - whose machine stays open from one grade to the next
   * @param start - the step to begin with; where the person is, if it is absent
   */
  constructor(grader: Grader, start: Step | undefined) {
    this.#grader = grader
    this.#step = start ?? whereTheyAre()
    const { stdin, stdout } = process
    if (stdin.isTTY)
      this.#keyboard = new Keyboard(stdin, (action) => this.#events.push({ kind: 'key', action }))
    this.#stage = stageOn(stdout, stdin.isTTY)
  }

  /** @throws what broke the grader, or LabError where there is no machine */
  async run(): Promise<void> {
    const stopWatching = watchSteps(steps, (step) => this.#events.push({ kind: 'changed', step }))
    process.stdout.on('resize', () => this.#events.push({ kind: 'resized' }))
    try {
      await this.#begin(this.#step)
      this.#draw()
      for await (const event of this.#events) {
        const isBack = this.#aside.page !== undefined
        if (event.kind === 'key' && event.action === 'quit' && !isBack) return
        await this.#handle(event)
        this.#draw()
      }
    } finally {
      stopWatching()
      this.#keyboard?.leave()
      await this.#grade?.cancel()
    }
  }

  async #handle(event: WatchEvent): Promise<void> {
    switch (event.kind) {
      case 'changed':
        this.#queue = []
        return this.#begin(event.step)
      case 'judged':
        return this.#take(event)
      case 'broke':
        throw event.error
      case 'key':
        return this.#press(event.action)
      case 'resized':
    }
  }

  async #begin(step: Step): Promise<void> {
    await this.#grade?.cancel()
    if (step !== this.#step) this.#verdict = undefined
    this.#step = step
    this.#aside = { below: '' }
    const grade = this.#grader.grade(step, this.#next(), (verdict, isDone) => {
      if (this.#grade === grade) this.#events.push({ kind: 'judged', verdict, isDone })
    })
    this.#grade = grade
    this.#isGrading = true
    grade.done.catch((error) => this.#events.push({ kind: 'broke', error }))
  }

  async #take({ verdict, isDone }: Extract<WatchEvent, { kind: 'judged' }>): Promise<void> {
    this.#verdict = verdict
    if (!isDone) return
    this.#isGrading = false
    keepProgress({ schema: 1, steps: [verdict] })
    const next = this.#queue.shift()
    if (next) {
      this.#draw()
      return this.#begin(next)
    }
    if (verdict.outcome === 'pass') {
      const done = messages.stepDone(stepAfter(this.#step.number)?.number, stepsLeft())
      this.#aside = { below: fitted(done, process.stdout) }
    }
  }

  async #press(action: Action | undefined): Promise<void> {
    // Whatever it is, it ends what fills the screen.
    const isFull = this.#aside.page !== undefined
    if (isFull) this.#aside = { below: '' }
    if (action === 'again') return this.#begin(this.#step)
    if (action === 'next') return this.#begin(stepAfter(this.#step.number) ?? this.#step)
    if (action === 'all') {
      const [first = this.#step, ...rest] = steps
      this.#queue = rest
      return this.#begin(first)
    }
    if (action === undefined || action === 'quit' || isFull) return
    this.#aside = await asideFor(action, this.#step, this.#next(), this.#keyboard)
  }

  /** The first TODO that does not pass. */
  #next(): string | undefined {
    const isOpen = ({ id }: { id: string }) =>
      this.#verdict?.todos.find((todo) => todo.id === id)?.outcome !== 'pass'
    return todosOf(this.#step).find(isOpen)?.id
  }

  #draw(): void {
    const judged = this.#verdict?.todos.map(({ id }) => id) ?? []
    const toCome = todosOf(this.#step)
      .map(({ id }) => id)
      .filter((id) => !judged.includes(id))
    this.#stage.show({
      step: this.#step,
      verdict: this.#verdict,
      isGrading: this.#isGrading,
      toCome,
      ...this.#aside,
    })
  }
}

/** The first step that does not pass, by the last verdicts; the last one where all do. */
const whereTheyAre = (): Step => stepsLeft()[0] ?? (steps.at(-1) as Step)
