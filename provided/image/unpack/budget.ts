import { LIMITS } from '../limits.ts'
import { bytes } from '../messages.ts'

/** What any file takes on a disk, be it empty: a block, bytes. */
const LEAST = 4096

/** How much an image may take, so that one that was made to fill the disk is noticed before it has. */
export class Budget {
  #bytes: number
  #entries = LIMITS.entries
  readonly #allowed: number

  /** @param free - on the disk, bytes */
  constructor(free: number) {
    this.#allowed = Math.min(LIMITS.unpacked, free * LIMITS.share)
    this.#bytes = this.#allowed
  }

  spend(length: number): void {
    this.#bytes -= length
    if (this.#bytes < 0)
      throw new Error(`the image unpacks to more than ${bytes(this.#allowed)}, which is what it may take`)
  }

  /** To be called for each file and folder, of those that no entry mentions too. */
  count(): void {
    this.spend(LEAST)
    this.#entries -= 1
    if (this.#entries < 0) throw new Error(`the image has more than ${LIMITS.entries} files`)
  }
}
