/** What a registry asks for before it answers. */
export interface Challenge {
  /** `bearer`: a token from elsewhere. `basic`: name and password, here. */
  scheme: string
  /** `realm`, `service`, `scope` */
  params: Record<string, string>
}

/** One scheme, or one `name=value` or `name="value"` that belongs to the scheme before it. */
const PART = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g

/**
 * Reads a WWW-Authenticate header.
 *
 * @see RFC 9110, section 11.6.1
 * @example parseChallenges('Bearer realm="https://auth.docker.io/token",service="registry.docker.io"')
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = []
  for (const [part, name = '', quoted, plain] of header.matchAll(PART)) {
    if (!part.includes('=')) challenges.push({ scheme: name.toLowerCase(), params: {} })
    else {
      const value = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
      Object.assign(challenges.at(-1)?.params ?? {}, { [name.toLowerCase()]: value })
    }
  }
  return challenges
}
