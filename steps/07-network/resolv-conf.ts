import { existsSync, mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'

/** What programs read, and what systemd-resolved asks itself where the former names only systemd-resolved. */
const RESOLVERS = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf']

/**
 * Tells a container whom to ask for names. To be called like `mountVolumes`, and before it: who brings an
 * /etc/resolv.conf of their own gets that.
 *
 * @param rootfs - the folder that becomes `/`
 */
export function mountResolvConf(rootfs: string): void {
  // Its name may go at once: the mount keeps the file, for as long as the container lasts.
  using folder = mkdtempDisposableSync(join(tmpdir(), 'drydock-'))
  const source = join(folder.path, 'resolv.conf')

  // TODO 7.4  Write `resolvConf()` into the file `source`, and have `mountVolumes` (6.2) mount it on /etc/resolv.conf of
  //   the container. Not into the image's own file: all containers of the image have that one, and where it is a
  //   symlink you would write to what it means on the machine.
  //   man 5 resolv.conf
}

/** The machine's resolvers, as far as they can be reached from a container. */
function resolvConf(): string {
  // 7.4, second half  The text of the first of RESOLVERS that exists and has a resolver left once it went through
  //   `reachable`. On many a machine /etc/resolv.conf says 127.0.0.53, where systemd-resolved listens. In the container
  //   that is the container itself.
  //   man 8 systemd-resolved.service ("/etc/resolv.conf")
  return ''
}

const isResolver = /^nameserver\s/m

/** The same without resolvers that answer on the machine only, or by IPv6, which the container has not. */
const reachable = (text: string) => text.replaceAll(/^\s*nameserver\s+(127\.|\S*:).*\n?/gm, '')
