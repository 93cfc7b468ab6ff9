import type { ReadStream } from 'node:tty'

/** What a person can press. */
export const keys = {
  h: 'hint',
  n: 'next',
  l: 'list',
  r: 'lesson',
  d: 'diff',
  g: 'again',
  a: 'all',
  q: 'quit',
} as const

export type Action = (typeof keys)[keyof typeof keys]

const interrupt = '\x03'
const endOfInput = '\x04'

/** The keys of a terminal, one by one: none waits for Enter, and none is shown. */
export class Keyboard {
  readonly #stdin: ReadStream
  readonly #onKey: (action: Action | undefined) => void

  /** @param onKey - is told what a key is for; undefined where it is for nothing */
  constructor(stdin: ReadStream, onKey: (action: Action | undefined) => void) {
    this.#stdin = stdin
    this.#onKey = onKey
    stdin.setEncoding('utf8')
    this.take()
  }

  take(): void {
    this.#stdin.setRawMode(true)
    this.#stdin.on('data', this.#read)
    this.#stdin.resume()
  }

  /** Leaves the keys to somebody else, a pager for example. */
  leave(): void {
    this.#stdin.off('data', this.#read)
    this.#stdin.pause()
    this.#stdin.setRawMode(false)
  }

  readonly #read = (text: string | Buffer) => {
    // Arrows and the like: several characters that stand for one key.
    if (String(text).startsWith('\x1b')) return this.#onKey(undefined)
    for (const key of String(text)) {
      if (key === interrupt || key === endOfInput) this.#onKey('quit')
      else this.#onKey(keys[key.toLowerCase() as keyof typeof keys])
    }
  }
}
