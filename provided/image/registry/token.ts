import { LIMITS } from '../limits.ts'
import { parseObject } from '../manifest.ts'
import { messages } from '../messages.ts'
import type { Challenge } from './challenge.ts'
import type { Credentials } from './credentials.ts'
import { Interrupted } from './persistence.ts'
import { readAll } from './read-all.ts'
import { refusal } from './refusal.ts'
import { isLocal, mayLeadTo, type Request, request } from './request.ts'

/**
 * Gets what a challenge asks for.
 *
 * @param asker - the registry, which may ask over plain HTTP only what concerns itself
 * @returns the value of the Authorization header
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @see https://distribution.github.io/distribution/spec/auth/oauth/
 */
export async function authorize(
  challenge: Challenge,
  given: { asker: URL; repository: string; credentials: Credentials | undefined; signal: AbortSignal },
): Promise<string> {
  const { asker, credentials } = given
  if (challenge.scheme === 'basic') {
    if (!credentials || !('username' in credentials)) throw messages.loginNeeded(asker.host)
    return basic(credentials)
  }
  const { service, scope = `repository:${given.repository}:pull` } = challenge.params
  const realm = URL.parse(challenge.params.realm ?? '')
  if (!realm) throw messages.badChallenge(asker.host)
  const isSecret = realm.protocol === 'https:' || isLocal(realm)
  if (!mayLeadTo(asker, realm) || (credentials && !isSecret)) throw messages.insecure(realm.href)

  const asked = { ...(service !== undefined && { service }), scope }
  const response = await (credentials && 'identityToken' in credentials
    ? request(realm, { ...exchange(asked, credentials.identityToken), signal: given.signal })
    : request(withQuery(realm, asked), { headers: login(credentials), signal: given.signal }))
  const what = `a token for ${scope}`
  if (!response.ok) throw await refusal(response, { host: realm.host, what, login: asker.host })

  const bytes = await readAll(response, { limit: LIMITS.document, what }).catch((error) => {
    throw error instanceof Interrupted ? error : messages.noToken(realm.host)
  })
  const token = readToken(bytes)
  // A header takes no other characters: RFC 6750, section 2.1.
  if (!token || !/^[\x21-\x7e]+$/.test(token)) throw messages.noToken(realm.host)
  return `Bearer ${token}`
}

function readToken(bytes: Buffer): string | undefined {
  try {
    const { token, access_token = token } = parseObject(bytes)
    return typeof access_token === 'string' ? access_token : undefined
  } catch {
    return undefined
  }
}

function exchange(asked: Record<string, string>, identityToken: string): Omit<Request, 'signal'> {
  const grant = { grant_type: 'refresh_token', refresh_token: identityToken, client_id: 'drydock' }
  return { method: 'POST', body: new URLSearchParams({ ...asked, ...grant }) }
}

function withQuery(realm: URL, asked: Record<string, string>): URL {
  const url = new URL(realm)
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url
}

function login(credentials: Credentials | undefined): Record<string, string> {
  return credentials && 'username' in credentials ? { authorization: basic(credentials) } : {}
}

const basic = ({ username, password }: { username: string; password: string }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
