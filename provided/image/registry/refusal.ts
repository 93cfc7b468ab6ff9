import type { Failure } from '../../failure.ts'
import { messages } from '../messages.ts'
import { Interrupted } from './persistence.ts'

/** A wait that is worth it, in seconds; longer ones are told to the person. */
const PATIENCE = 15

/** Said of a registry that answers this while it is only busy. */
const BUSY = [500, 502, 503, 504]

/**
 * What an HTTP status other than success means.
 *
 * @param what - what was asked for: `alpine:3.20`
 * @param login - whom a login is for, if it is another host
 */
export async function refusal(
  response: Response,
  { host, what, login = host }: { host: string; what: string; login?: string },
): Promise<Failure | Interrupted> {
  const { status } = response
  const said = await reasonGiven(response)
  if (status === 429) {
    const seconds = retryAfter(response.headers)
    const failure = messages.tooMany(host, said, seconds)
    if (seconds === undefined || seconds > PATIENCE) return failure
    return new Interrupted(host, 'HTTP 429', { after: seconds * 1000, failure })
  }
  if (BUSY.includes(status)) return new Interrupted(host, `HTTP ${status} ${said}`.trim())
  if (status === 401 || status === 403) return messages.denied(host, what, status, said, login)
  if (status === 404) return messages.notFound(host, what, said)
  return messages.status(host, what, status, said)
}

/** Registries explain themselves as `{"errors":[{"code":"DENIED","message":"…"}]}`; others in between by a page. */
async function reasonGiven(response: Response): Promise<string> {
  const text = await response.text().catch(() => '')
  try {
    const { errors, details } = JSON.parse(text)
    if (!Array.isArray(errors)) return typeof details === 'string' ? details : ''
    return errors.map(({ code, message }) => [code, message].filter(Boolean).join(': ')).join('; ')
  } catch {
    return ''
  }
}

/** @returns seconds; a date is meant by the registry's own clock */
function retryAfter(headers: Headers): number | undefined {
  const header = headers.get('retry-after')
  if (header === null) return undefined
  if (/^\d+$/.test(header)) return Number(header)
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const seconds = (Date.parse(header) - now) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds))
}
