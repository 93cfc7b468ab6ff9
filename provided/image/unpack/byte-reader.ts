/** Reads a stream in pieces of the size that one needs. */
export class ByteReader {
  /** How many bytes were read so far. */
  position = 0
  readonly #source: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /**
   * @returns that many bytes, or undefined at the end
   * @throws if it ends on the way there
   */
  async read(length: number): Promise<Buffer | undefined> {
    if (this.#held.length < length) {
      const parts = [this.#held]
      for (let have = this.#held.length; have < length; ) {
        const next = await this.#next()
        if (!next && have === 0) return undefined
        if (!next) throw new Error('it ends in the middle')
        parts.push(next)
        have += next.length
      }
      this.#held = Buffer.concat(parts)
    }
    return this.#take(length)
  }

  /** That many bytes, in whatever pieces they come. */
  async *pieces(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.#held.length === 0) {
        const next = await this.#next()
        if (!next) throw new Error('it ends in the middle')
        this.#held = next
      }
      const piece = this.#take(Math.min(left, this.#held.length))
      left -= piece.length
      yield piece
    }
  }

  async skip(length: number): Promise<void> {
    for await (const _ of this.pieces(length));
  }

  /** Reads all there is. */
  async drain(): Promise<void> {
    this.#take(this.#held.length)
    for (let next = await this.#next(); next; next = await this.#next()) this.position += next.length
  }

  async #next(): Promise<Buffer | undefined> {
    const { value, done } = await this.#source.next()
    return done ? undefined : value
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    this.position += length
    return taken
  }
}
