import type { Milliseconds } from '../../machine/machine.ts'
import type { Berth } from '../berth.ts'
import { ageOf, parentOf, programOf } from '../observe/processes.ts'

/** A child is the same program as its parent, and needs about as long to come to its command as that did to come here. */
const margin = 1.5

/** A part of that time which is too little to tell. */
const tooLittle = 0.7

/** Nobody is held back for longer: a right child may wait for its parent for ten seconds at most, ms. */
const longest: Milliseconds = 8_000

/** How fast programs start that come to the barrier, measured as it happens: the machine may be as busy as it likes. */
export class Starts {
  readonly #berth: Berth
  /** Since when a child of a program may have been starting. */
  readonly #since = new Map<number, number>()
  /** The longest that any of them took to come here. */
  #took: Milliseconds = 0

  constructor(berth: Berth) {
    this.#berth = berth
  }

  /** Somebody has come to the barrier, for the first time or again. */
  come(pid: number): void {
    const program = programOf(this.#berth, pid)
    if (this.#since.has(program)) return
    this.#since.set(program, performance.now())
    this.#took = Math.max(this.#took, ageOf(program))
  }

  /** Somebody executes a program, and may be a child that its parent has just started. */
  execute(pid: number): void {
    const parent = parentOf(pid)
    if (this.#since.has(parent)) this.#since.set(parent, performance.now())
  }

  /** Those who are to wait: a child of theirs, which does not wait for them, may still be on its way to its command. */
  early(pids: number[]): number[] {
    return pids.filter((pid) => this.#waited(pid) < Math.min(margin * this.#took, longest))
  }

  /** Has every such child had time enough, so that to have seen nothing of it proves something? */
  isOver(pids: number[]): boolean {
    return pids.every((pid) => this.#waited(pid) >= tooLittle * this.#took)
  }

  #waited(pid: number): Milliseconds {
    return performance.now() - (this.#since.get(programOf(this.#berth, pid)) ?? 0)
  }
}
