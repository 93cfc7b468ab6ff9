import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where the kit keeps what it can make again: `~/.cache/drydock`, or under `$XDG_CACHE_HOME` (XDG Base Directory). */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env
  const base = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), '.cache')
  return join(base, 'drydock')
}
