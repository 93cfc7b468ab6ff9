import { existsSync } from 'node:fs'

export const mark = '/etc/drydock-disposable'

/**
 * Whether this machine may be spoilt by the code under judgement, which runs as root. No probe can tell a laptop
 * from a container, so a person says it, or whoever made the container: by DRYDOCK_DISPOSABLE=1, or a file.
 */
export function isDisposable(): boolean {
  return process.env.DRYDOCK_DISPOSABLE === '1' || existsSync(mark)
}
