import { appendFileSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../test/kit/checkout.ts'
import { environment } from '../test/kit/environment.ts'
import { folderOf, inProject } from '../test/kit/project.ts'
import { Terminal } from '../test/kit/terminal.ts'
import { evidenceAlone } from './grade.ts'
import { inTurn, type Milliseconds, timed } from './stopwatch.ts'
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
  return { title: `Save to verdict, ${{ lab: 'in the lab', native: 'natively' }[kind]}`, ...section }
}

/** A person at `npm run watch 05`, on a terminal, who has solved that step. */
class Watching {
  readonly #checkout = checkout()
  readonly #folder: string
  readonly #terminal: Terminal

  constructor(step: string) {
    this.#folder = join('steps', folderOf(step))
    cpSync(inProject('solutions', folderOf(step)), join(this.#checkout.path, this.#folder), {
      recursive: true,
    })
    this.#terminal = new Terminal(`grader/watch/main.ts ${step}`, {
      columns: 100,
      rows: 40,
      cwd: this.#checkout.path,
      env: environment,
    })
  }

  /** Waits for the verdict. It has to be that all passes. The first one, of a cold machine, is no part of any figure. */
  async begins(): Promise<void> {
    const shown = await this.#terminal.shows(`watching ${this.#folder}`)
    if (!shown.includes('All of it passes')) throw new Error(`The reference does not pass:\n${shown}`)
  }

  /** Saves a file, and waits until the whole verdict is on the screen. */
  save(): Promise<Milliseconds> {
    return timed(async () => {
      appendFileSync(join(this.#checkout.path, this.#folder, 'container.ts'), '// saved\n')
      await this.#terminal.shows('grading ')
      await this.begins()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#terminal.types('q')
    await this.#terminal.ended
    this.#checkout.remove()
  }
}
