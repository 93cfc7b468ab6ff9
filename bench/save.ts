import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { findStep, type Step } from '../grader/course/steps.ts'
import { todosOf } from '../grader/course/todos.ts'
import { checkout } from '../test/kit/checkout.ts'
import { environment } from '../test/kit/environment.ts'
import { partlySolved } from '../test/kit/partly-solved.ts'
import { folderOf } from '../test/kit/project.ts'
import { Terminal } from '../test/kit/terminal.ts'
import { evidenceAlone } from './grade.ts'
import { inTurn, type Milliseconds, timed, times } from './stopwatch.ts'
import type { Ratio, Row, Section } from './table.ts'

/** What we want it to take, where it is judged. */
const atMost = { lab: 3_000, native: 1_500 }

/** From a file that is saved to the verdict on the screen, where this machine has steps judged. */
export async function saves(rounds: number, kind: 'lab' | 'native'): Promise<Section> {
  const section = { rows: [] as Row[], ratios: [] as Ratio[], limits: [] as { of: Row; atMost: number }[] }
  for (const step of ['03', '05'] as const) {
    await using watching = new Watching(step)
    await watching.begins()
    const { save, evidence } = await inTurn(rounds, {
      save: () => watching.save(),
      evidence: () => evidenceAlone(step, kind, 'again'),
    })
    const of: Row = { what: `${step}, from the save to the verdict`, samples: save }
    const to: Row = { what: `${step}, its containers alone`, samples: evidence }
    section.rows.push(of, to)
    section.ratios.push({ of, to, atMost: 1.25 })
    section.limits.push({ of, atMost: atMost[kind] })
  }
  const of: Row = {
    what: '05, to that on 5.3, where one is',
    samples: await firstVerdicts(rounds, '05', '5.3'),
  }
  section.rows.push(of)
  section.limits.push({ of, atMost: atMost[kind] })
  return { title: `Save to verdict, ${{ lab: 'in the lab', native: 'natively' }[kind]}`, ...section }
}

/** The TODO that one is at is judged before the others that it does not need. */
async function firstVerdicts(rounds: number, step: string, todo: string): Promise<Milliseconds[]> {
  await using watching = new Watching(step, todo)
  await watching.begins()
  return await times(rounds, () => watching.save())
}

/** A person at `npm run watch 05`, on a terminal, who has solved that step, or all but one TODO. */
class Watching {
  readonly #checkout = checkout()
  readonly #folder: string
  readonly #terminal: Terminal
  readonly #open: string | undefined

  constructor(step: string, open?: string) {
    this.#folder = join('steps', folderOf(step))
    this.#open = open
    const solved = todosOf(findStep(step) as Step)
      .map(({ id }) => id)
      .filter((id) => id !== open)
    partlySolved(join(this.#checkout.path, 'steps'), step, solved)
    this.#terminal = new Terminal(`grader/watch/main.ts ${step}`, {
      columns: 100,
      rows: 40,
      cwd: this.#checkout.path,
      env: environment,
    })
  }

  /** Waits for the whole verdict. The first one, of a cold machine, is no part of any figure. */
  async begins(): Promise<void> {
    const shown = await this.#terminal.shows(`watching ${this.#folder}`)
    const expected = this.#open === undefined ? 'All of it passes' : `next: ${this.#open}`
    if (!shown.includes(expected)) throw new Error(`It does not say ${expected}:\n${shown}`)
  }

  /** Saves a file, and waits until the whole verdict is on the screen, or that on the open TODO. */
  async save(): Promise<Milliseconds> {
    const taken = await timed(async () => {
      appendFileSync(join(this.#checkout.path, this.#folder, 'container.ts'), '// saved\n')
      await this.#terminal.shows('grading ')
      if (this.#open === undefined) await this.begins()
      else await this.#terminal.shows(`next: ${this.#open}`)
    })
    if (this.#open !== undefined) await this.begins()
    return taken
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#terminal.types('q')
    await this.#terminal.ended
    this.#checkout.remove()
  }
}
