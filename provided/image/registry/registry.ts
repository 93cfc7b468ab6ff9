import { messages } from '../messages.ts'
import type { Reference } from '../reference.ts'
import { parseChallenges } from './challenge.ts'
import { findCredentials } from './credentials.ts'
import { endpoints, HUB } from './endpoints.ts'
import { persist } from './persistence.ts'
import { readAll } from './read-all.ts'
import { refusal } from './refusal.ts'
import { isLocal, request } from './request.ts'
import { authorize } from './token.ts'

export interface Asked {
  method?: 'GET' | 'HEAD'
  headers?: Record<string, string>
  /** What it is, for a person. */
  what: string
  /** What else is an answer, besides success. */
  alright?: number[]
}

/** A registry, as far as it concerns one repository. */
export interface Registry {
  /**
   * Asks for something below `/v2/<repository>/`, where {@link persist} is at.
   *
   * @param path - `manifests/latest`, `blobs/sha256:…`
   * @returns an answer that means success
   * @throws Failure in words for a person; Interrupted if it may work another time
   * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
   */
  ask(path: string, asked: Asked): Promise<Response>
  /**
   * Runs `work` against a mirror first; again where the connection breaks; and against the next one where that does not
   * help, or what comes is wrong. The registry itself is the last.
   *
   * @param work - asks, and takes the answer to its end; throws Interrupted where another try may help
   * @param progress - a figure that grows when it got further than the time before, though it failed in the end
   */
  persist<T>(work: () => Promise<T>, progress?: () => number): Promise<T>
}

/**
 * @param onNote - told what a person should know, though it goes on
 */
export function openRegistry(
  { registry, repository }: Reference,
  { signal, onNote }: { signal: AbortSignal; onNote: (note: string) => void },
): Registry {
  const candidates = endpoints(registry)
  const tokens = new Map<string, Promise<string>>()
  /** A login goes to the registry that it was made for: no mirror gets that of the hub. */
  const credentialsFor = (endpoint: URL) =>
    findCredentials(isOwn(endpoint, registry) ? registry : endpoint.host, signal)

  async function ask(path: string, { method = 'GET', headers = {}, what, alright = [] }: Asked) {
    const [endpoint] = candidates
    if (!endpoint) throw new Error('Every registry has an address')
    const url = new URL(`/v2/${repository}/${path}`, endpoint)
    const isSecure = endpoint.protocol === 'https:' || isLocal(endpoint)
    const send = async (token?: Promise<string>) => {
      const authorization: Record<string, string> = token ? { authorization: await token } : {}
      return request(url, { method, headers: { ...headers, ...authorization }, signal })
    }
    const used = tokens.get(endpoint.origin)
    let response = await send(used)
    if (response.status === 401) {
      const header = response.headers.get('www-authenticate') ?? ''
      await response.body?.cancel()
      response = await send(freshToken(endpoint, header, used, isSecure))
    }
    if (response.ok || alright.includes(response.status)) return response
    throw await refusal(response, { host: endpoint.host, what })
  }

  /** One for all who were refused with the same old one, or with none. */
  function freshToken(endpoint: URL, header: string, used: Promise<string> | undefined, isSecure: boolean) {
    const current = tokens.get(endpoint.origin)
    if (current && current !== used) return current
    const challenges = parseChallenges(header)
    const challenge = challenges.find(({ scheme }) => scheme === 'bearer') ?? challenges[0]
    const token = (async () => {
      if (!challenge || !['bearer', 'basic'].includes(challenge.scheme))
        throw messages.badChallenge(endpoint.host)
      const known = isSecure ? await credentialsFor(endpoint) : undefined
      return authorize(challenge, { asker: endpoint, repository, credentials: known, signal })
    })()
    tokens.set(endpoint.origin, token)
    token.catch(() => tokens.delete(endpoint.origin))
    return token
  }

  return {
    ask,
    async persist(work, progress) {
      for (;;) {
        const [endpoint, next] = candidates
        try {
          return await persist(work, { signal, progress })
        } catch (error) {
          signal.throwIfAborted()
          // Others may have found out at the same time.
          if (candidates[0] !== endpoint) continue
          if (!endpoint || !next) throw error
          candidates.shift()
          onNote(messages.mirrorFailed(endpoint.host, next.host, error))
        }
      }
    },
  }
}

/** Whether that is the registry itself, and no mirror of it. */
const isOwn = (endpoint: URL, registry: string) =>
  endpoint.host === (registry === 'docker.io' ? HUB : registry)

/** Asks for a small document, and makes something of it; what throws is not what was asked for. */
export function askFor<T>(
  registry: Registry,
  path: string,
  asked: Asked & { limit: number },
  read: (bytes: Buffer, headers: Headers) => T,
): Promise<T> {
  return registry.persist(async () => {
    const response = await registry.ask(path, asked)
    return read(await readAll(response, asked), response.headers)
  })
}
