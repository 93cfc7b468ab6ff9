import type { Readable, Writable } from 'node:stream'

/** What answers a request: its result, or a promise of it, can be anything that JSON can carry. */
// biome-ignore lint/suspicious/noExplicitAny: params come from the other side and are the handler's to know
export type Handler = (params: any) => unknown

/** Answers the requests on `input`, each as a line of JSON, several at a time. */
export function serve(input: Readable, output: Writable, handlers: Record<string, Handler>): void {
  eachLine(input, async (line) => {
    const { id, method, params } = JSON.parse(line)
    let answer: string
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined
      if (!handler) throw new TypeError(`No such method: ${method}`)
      answer = JSON.stringify({ id, result: await handler(params) })
    } catch (error) {
      answer = JSON.stringify({ id, error: flatten(error) })
    }
    output.write(`${answer}\n`)
  })
}

export interface Connection {
  /** Asks the other side. An error there is thrown here, with the properties that it had. */
  call<T>(method: string, params?: unknown): Promise<T>
  /** Rejects what is under way, and every call from now on. */
  fail(error: Error): void
}

export function connect(input: Readable, output: Writable): Connection {
  const pending = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let failure: Error | undefined

  eachLine(input, (line) => {
    const { id, result, error } = JSON.parse(line)
    const call = pending.get(id)
    pending.delete(id)
    if (error) call?.reject(Object.assign(new Error(error.message), error))
    else call?.resolve(result)
  })
  return {
    call<T>(method: string, params?: unknown) {
      if (failure) return Promise.reject(failure)
      return new Promise<T>((resolve, reject) => {
        const id = ++lastId
        pending.set(id, { resolve: resolve as (result: unknown) => void, reject })
        output.write(`${JSON.stringify({ id, method, params })}\n`)
      })
    },
    fail(error) {
      failure ??= error
      for (const { reject } of pending.values()) reject(failure)
      pending.clear()
    },
  }
}

const plain = ['string', 'number', 'boolean']

/** An error as plain properties: those that are words or numbers, and the three that are not enumerable. */
function flatten(error: unknown) {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message, stack } = error
  const properties = Object.entries(error).filter(([, value]) => plain.includes(typeof value))
  return { ...Object.fromEntries(properties), name, message, stack }
}

/** Not node:readline, which also breaks lines at U+2028, and JSON leaves that as it is. */
function eachLine(input: Readable, onLine: (line: string) => void) {
  let partial: Buffer[] = []
  input.on('data', (chunk: Buffer) => {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...partial, chunk.subarray(start, end)]).toString()
      partial = []
      start = end + 1
      onLine(line)
    }
    if (start < chunk.length) partial.push(chunk.subarray(start))
  })
}
