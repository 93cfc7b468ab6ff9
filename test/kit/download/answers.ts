import { setTimeout } from 'node:timers/promises'
import type { Answer, Conduct } from './relay.ts'

/** An answer that no registry is asked for. */
export function answer(
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Answer {
  const content = Buffer.from(body)
  return { status, headers: { 'content-length': String(content.length), ...headers }, body: [content] }
}

/** A manifest or an index; without a type where none is given. */
export function document(content: object | string, mediaType?: string): Answer {
  const type: Record<string, string> = mediaType === undefined ? {} : { 'content-type': mediaType }
  return answer(200, type, typeof content === 'string' ? content : JSON.stringify(content))
}

/** These are answered otherwise, by the ends of their paths; all else is passed on. */
export const instead =
  (answers: Record<string, () => Answer>): Conduct =>
  ({ path }, pass) =>
    Object.entries(answers).find(([end]) => path.endsWith(end))?.[1]() ?? pass()

/** How a registry says no. */
export const refusal = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
) =>
  answer(
    status,
    { 'content-type': 'application/json', ...headers },
    JSON.stringify({ errors: [{ code, message }] }),
  )

export const redirect = (location: string, status = 307) => answer(status, { location })

/**
 * The connection breaks after so many bytes.
 *
 * @param before - what is waited for until it does
 */
export function cut(whole: Answer, length: number, before: () => unknown = () => {}): Answer {
  async function* body() {
    yield* first(whole.body, length)
    await before()
    throw new Error('Cut')
  }
  return { ...whole, body: body() }
}

/** It says that it is whole after so many bytes, and is not. */
export function shortened({ status, headers, body }: Answer, length: number): Answer {
  const { 'content-length': _, ...others } = headers
  return { status, headers: others, body: first(body, length) }
}

async function* first(body: Answer['body'], length: number) {
  let left = length
  if (left === 0) return
  for await (const chunk of body) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

/** Lets so many bytes through in all, of all that flows through it, and then nothing more. */
export class Tap {
  #left: number
  readonly #ran = Promise.withResolvers<void>()
  readonly #never = new Promise<never>(() => {})

  constructor(length: number) {
    this.#left = length
  }

  /** Nothing comes through any longer. */
  get ran(): Promise<void> {
    return this.#ran.promise
  }

  through(whole: Answer): Answer {
    const flow = this.#flow(whole.body)
    return { ...whole, body: flow }
  }

  async *#flow(body: Answer['body']) {
    for await (const chunk of body) {
      const passed = chunk.subarray(0, this.#left)
      this.#left -= passed.length
      yield passed
      if (this.#left > 0) continue
      this.#ran.resolve()
      await this.#never
    }
  }
}

/** It comes as from afar: so many bytes at a time, and a pause after each. */
export function slowly({ status, headers, body }: Answer, length: number, milliseconds: number): Answer {
  async function* slow() {
    for await (const chunk of body)
      for (let at = 0; at < chunk.length; at += length) {
        yield chunk.subarray(at, at + length)
        await setTimeout(milliseconds)
      }
  }
  return { status, headers, body: slow() }
}
