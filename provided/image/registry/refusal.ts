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
 */
export async function refusal(
  response: Response,
  { host, what }: { host: string; what: string },
): Promise<Failure | Interrupted> {
  const { status } = response
  const said = await reasonGiven(response)
  const seconds = retryAfter(response.headers.get('retry-after'))
  if (status === 429) {
    if (seconds !== undefined && seconds <= PATIENCE) return new Interrupted(host, 'HTTP 429', seconds * 1000)
    return messages.tooMany(host, said, seconds)
  }
  if (BUSY.includes(status)) return new Interrupted(host, `HTTP ${status} ${said}`.trim())
  if (status === 401 || status === 403) return messages.denied(host, what, status, said)
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

/** @returns seconds */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds))
}
