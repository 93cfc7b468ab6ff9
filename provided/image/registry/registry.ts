import { messages } from '../messages.ts'
import type { Reference } from '../reference.ts'
import { parseChallenges } from './challenge.ts'
import { findCredentials } from './credentials.ts'
import { endpoints } from './endpoints.ts'
import { Interrupted, persist } from './persistence.ts'
import { refusal } from './refusal.ts'
import { bytesOf, isLocal, request } from './request.ts'
import { authorize } from './token.ts'

export interface Asked {
  method?: 'GET' | 'HEAD'
  headers?: Record<string, string>
  /** What it is, for a person. */
  what: string
}

/** A registry, as far as it concerns one repository. */
export interface Registry {
  /**
   * Asks for something below `/v2/<repository>/`: the mirrors first, then the registry itself.
   *
   * @param path - `manifests/latest`, `blobs/sha256:…`
   * @returns an answer that means success
   * @throws Failure in words for a person; Interrupted if it may work another time
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
   */
  ask(path: string, asked: Asked): Promise<Response>
}

/**
 * @param onNote - told what a person should know, though it goes on
 */
export function openRegistry(
  { registry, repository }: Reference,
  { signal, onNote }: { signal: AbortSignal; onNote: (note: string) => void },
): Registry {
  const places = endpoints(registry)
  const credentials = findCredentials(registry)
  // Heard by whoever asks first.
  credentials.catch(() => {})
  const tokens = new Map<string, Promise<string>>()

  async function askAt(place: URL, path: string, { method = 'GET', headers = {}, what }: Asked) {
    const url = new URL(`/v2/${repository}/${path}`, place)
    const isSecure = place.protocol === 'https:' || isLocal(place)
    const send = async (token?: Promise<string>) => {
      const authorization: Record<string, string> = token ? { authorization: await token } : {}
      return request(url, { method, headers: { ...headers, ...authorization }, signal })
    }
    const used = tokens.get(place.origin)
    let response = await send(used)
    if (response.status === 401) {
      const header = response.headers.get('www-authenticate') ?? ''
      await response.body?.cancel()
      response = await send(freshToken(place, header, used, isSecure))
    }
    if (response.ok) return response
    // What a server says that wants HTTPS.
    if (response.status === 400 && place.protocol === 'http:') throw new Interrupted(place.host, 'HTTP 400')
    throw await refusal(response, { host: place.host, what })
  }

  /** One for all who were refused with the same old one, or with none. */
  function freshToken(place: URL, header: string, used: Promise<string> | undefined, isSecure: boolean) {
    const current = tokens.get(place.origin)
    if (current && current !== used) return current
    const challenges = parseChallenges(header)
    const challenge = challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges[0]
    const token = (async () => {
      if (!challenge || !['bearer', 'basic'].includes(challenge.scheme))
        throw messages.badChallenge(place.host)
      const known = isSecure ? await credentials : undefined
      return authorize(challenge, { asker: place, repository, credentials: known, signal })
    })()
    tokens.set(place.origin, token)
    token.catch(() => tokens.delete(place.origin))
    return token
  }

  return {
    async ask(path, asked) {
      for (;;) {
        const [place, next] = places
        if (!place) throw new Error('Every registry has an address')
        const isSame = next?.host === place.host
        const attempt = () => askAt(place, path, asked)
        try {
          // A mirror that a whole class asks may be slow to answer; the registry is tried again by whoever asks.
          return await (next && !isSame ? persist(attempt, { signal }) : attempt())
        } catch (error) {
          signal.throwIfAborted()
          if (!next || (isSame && !(error instanceof Interrupted))) throw error
          // Others may have found out at the same time.
          if (places[0] !== place) continue
          places.shift()
          if (!isSame) onNote(messages.mirrorFailed(place.host, next.host, error))
        }
      }
    },
  }
}

/** Asks for a small document, again where the connection breaks. */
export async function askFor(
  registry: Registry,
  path: string,
  asked: Asked & { limit: number; signal: AbortSignal },
): Promise<{ headers: Headers; bytes: Buffer }> {
  return persist(async () => {
    const response = await registry.ask(path, asked)
    return { headers: response.headers, bytes: await readAll(response, asked) }
  }, asked)
}

async function readAll(
  response: Response,
  { limit, what }: { limit: number; what: string },
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytesOf(response)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) throw messages.tooLong(what, limit)
  }
  return Buffer.concat(chunks)
}
