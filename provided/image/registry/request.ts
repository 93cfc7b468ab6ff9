import { isIP } from 'node:net'
import { messages } from '../messages.ts'
import { Interrupted } from './persistence.ts'

/** How long a registry may say nothing, in milliseconds. */
const SILENCE = 30_000

const REDIRECTS = 10

export interface Request {
  method?: 'GET' | 'HEAD' | 'POST'
  headers?: Record<string, string>
  body?: URLSearchParams
  signal: AbortSignal
}

/**
 * Makes a request and follows where it is redirected to: registries keep blobs elsewhere. Credentials are not taken
 * along to another host, and nobody can lead us from HTTPS to plain HTTP, nor from elsewhere to what listens on this
 * machine.
 *
 * @throws Interrupted if the connection could not be had or broke
 */
export async function request(url: URL, { signal, headers = {}, ...rest }: Request): Promise<Response> {
  for (let target = url, hop = 0; hop <= REDIRECTS; hop++) {
    // What is compressed on the way would have another size and digest.
    const sent = { 'user-agent': 'drydock', 'accept-encoding': 'identity', ...headers }
    const response = await send(target, { ...rest, headers: sent, signal, redirect: 'manual' })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || !location) return response

    await response.body?.cancel()
    const next = URL.parse(location, target.href)
    if (!next) throw messages.badRedirect(url.host, location)
    // Whoever is sent something must be who was meant to have it.
    if (rest.body && next.origin !== url.origin) throw messages.badRedirect(url.host, location)
    if (!mayLeadTo(url, next)) throw messages.insecure(next.href)
    if (next.origin !== target.origin) headers = without(headers, 'authorization')
    target = next
  }
  throw messages.redirects(url.host)
}

async function send(url: URL, options: RequestInit & { signal: AbortSignal }): Promise<Response> {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(new Error('no answer')), SILENCE)
  try {
    return await fetch(url, { ...options, signal: AbortSignal.any([options.signal, silence.signal]) })
  } catch (error) {
    options.signal.throwIfAborted()
    throw new Interrupted(url.host, error)
  } finally {
    clearTimeout(timer)
  }
}

/**
 * What comes of a response, as it comes.
 *
 * @throws Interrupted if it breaks off, or nothing more comes
 */
export async function* bytesOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) return
  const { host } = new URL(response.url)
  let isSilent = false
  const timer = setTimeout(() => {
    isSilent = true
    reader.cancel().catch(() => {})
  }, SILENCE)
  try {
    for (;;) {
      const { value } = await reader.read()
      if (!value) break
      yield value
      timer.refresh()
    }
  } catch (error) {
    throw new Interrupted(host, error)
  } finally {
    clearTimeout(timer)
    // Whoever wants no more of it does not want the rest to be sent either.
    await reader.cancel().catch(() => {})
  }
  if (isSilent) throw new Interrupted(host, 'no answer')
}

/** Whether somebody may send us there: by plain HTTP only to themselves, or where both are on this machine. */
export function mayLeadTo(from: URL, to: URL): boolean {
  return (
    to.protocol === 'https:' ||
    to.origin === from.origin ||
    (isLocal(from) && isLocal(to) && to.protocol === 'http:')
  )
}

/** Whether it is this machine itself, where nobody listens in on plain HTTP. */
export function isLocal({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function without(headers: Record<string, string>, name: string) {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
}
