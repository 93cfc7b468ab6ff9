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

  // 7.4  A mount of the container's own. The image's file is that of every container.
  writeFileSync(source, resolvConf())
  mountVolumes(rootfs, [{ source, target: '/etc/resolv.conf', readOnly: false }])
}

/** The machine's resolvers, as far as they can be reached from a container. */
function resolvConf(): string {
  // 7.4, second half  127.0.0.53 would be the container itself.
  const texts = RESOLVERS.filter((file) => existsSync(file)).map((file) =>
    reachable(readFileSync(file, 'utf8')),
  )
  return texts.find((text) => isResolver.test(text)) ?? texts[0] ?? ''
}

const isResolver = /^nameserver\s/m

/** The same without resolvers that answer on the machine only, or by IPv6, which the container has not. */
const reachable = (text: string) => text.replaceAll(/^\s*nameserver\s+(127\.|\S*:).*\n?/gm, '')
