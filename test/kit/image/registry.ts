import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { program } from '../../../lab/packages/program.ts'
import { programs } from './tools.ts'

/** A registry on the loopback of this machine. */
export interface Registry extends AsyncDisposable {
  /** `localhost:41273`, a port that the kernel chose. */
  address: string
}

/** What a registry does not do by itself. */
export interface Settings {
  /** Whom it serves: `{ htpasswd: { realm, path } }` */
  auth?: object
  /** `{ certificate, key }`, both files. */
  tls?: object
}

/** The configuration of a registry that keeps its images in `storage`: JSON, which is YAML. */
export const configuration = (storage: string, address: string, { tls, auth }: Settings = {}) =>
  JSON.stringify({
    version: 0.1,
    log: { accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: address, secret: 'no secret', tls },
    auth,
  })

/**
 * Starts a registry, and waits until it listens.
 *
 * @param root - where it is unpacked
 * @param folder - for its configuration
 * @param storage - for its images
 */
export async function startRegistry(
  root: string,
  folder: string,
  storage: string,
  settings?: Settings,
): Promise<Registry> {
  const file = join(folder, 'registry.json')
  await writeFile(file, configuration(storage, '127.0.0.1:0', settings))
  const [loader = '', ...args] = program(root, programs.registry)
  // As the lab's QEMU: nothing is left behind, whatever kills us.
  const registry = spawn('setpriv', ['--pdeathsig', 'KILL', loader, ...args, 'serve', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(registry, 'exit')
  const lines: string[] = []
  for await (const line of createInterface(registry.stderr)) {
    lines.push(line)
    const [, port] = /listening on 127\.0\.0\.1:(\d+)/.exec(line) ?? []
    if (port === undefined) continue
    registry.stderr.resume()
    const stop = () => {
      registry.kill()
      return ended.then(() => undefined)
    }
    return { address: `localhost:${port}`, [Symbol.asyncDispose]: stop }
  }
  throw new Error(`The registry did not start:\n${lines.join('\n')}`)
}

/** Where a registry keeps what has this digest. */
export function blobFile(storage: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  return join(storage, 'docker/registry/v2/blobs', algorithm, hex.slice(0, 2), hex, 'data')
}
