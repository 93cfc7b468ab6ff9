import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { messages } from '../../../provided/image/messages.ts'
import { environment } from '../environment.ts'
import { inProject, temporaryFolder } from '../project.ts'

/** What became of the downloading half of a pull. */
export interface Pulled {
  exitCode: number | undefined
  stderr: string
}

/** What there is to say of one that went well. */
export const pulled: Pulled = { exitCode: 0, stderr: '' }

/** What there is to say of one that did not, line for line. */
export const failed = (...lines: string[]): Pulled => ({
  exitCode: 125,
  stderr: `container: ${lines.join('\n  ')}`,
})

const container = inProject('solutions/04-chroot/container.ts')

/** A person who pulls, with a store, a Docker configuration and a network environment of their own. */
export class Home implements Disposable {
  readonly #folder = temporaryFolder()
  readonly #pulls = new Set<{ kill(signal: NodeJS.Signals): boolean }>()
  /** Where images would be unpacked. */
  readonly fs = this.#in('fs')
  readonly store = this.#in('cache/drydock/images')
  readonly env: Record<string, string>

  constructor(env: Record<string, string> = {}) {
    for (const folder of [
      'fs',
      'docker',
      'programs',
      'cache/drydock/images/partial',
      'cache/drydock/images/blobs/sha256',
    ])
      mkdirSync(this.#in(folder), { recursive: true })
    this.env = {
      PATH: `${this.#in('programs')}:${environment.PATH}`,
      HOME: this.#folder.path,
      DRYDOCK_FS: this.fs,
      XDG_CACHE_HOME: this.#in('cache'),
      DOCKER_CONFIG: this.#in('docker'),
      ...env,
    }
  }

  /** What `docker login` leaves. */
  configure(config: object | string): void {
    const text = typeof config === 'string' ? config : JSON.stringify(config)
    writeFileSync(this.#in('docker/config.json'), text)
  }

  /** @param certificate - of an authority that is known here beside all others, PEM */
  trust(certificate: string): void {
    this.env.NODE_EXTRA_CA_CERTS = this.#in('authority.pem')
    writeFileSync(this.env.NODE_EXTRA_CA_CERTS, certificate)
  }

  /** Puts a shell script where programs are found. */
  program(name: string, script: string): void {
    writeFileSync(this.#in(`programs/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }

  /** @param image - `localhost:41273/img` */
  async pull(image: string): Promise<Pulled> {
    return this.start(image).ended
  }

  start(image: string) {
    const pull = execa(process.execPath, [container, 'pull', image], {
      env: this.env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      forceKillAfterDelay: false,
    })
    this.#pulls.add(pull)
    return {
      ended: pull.then(({ exitCode, stderr }) => {
        this.#pulls.delete(pull)
        return this.#downloaded({ exitCode, stderr })
      }),
      kill: (signal: NodeJS.Signals) => pull.kill(signal),
      /** Waits until it says something that is not the end yet. */
      says: () => once(pull.stderr, 'data').then(([text]) => String(text)),
    }
  }

  /** Only root goes on to unpack. For all others a pull ends there, and says so. */
  #downloaded({ exitCode, stderr }: Pulled): Pulled {
    const end = `container: ${messages.notRoot(this.fs).message}`
    if (exitCode !== 125 || !stderr.endsWith(end)) return { exitCode, stderr }
    return { exitCode: 0, stderr: stderr.slice(0, -end.length).trimEnd() }
  }

  /** The blobs in the store, by digest, each of them hashed anew. */
  blobs(): string[] {
    const folder = join(this.store, 'blobs/sha256')
    const names = readdirSync(folder).sort()
    for (const name of names) {
      const found = createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')
      if (found !== name) throw new Error(`The store has ${name}, which is ${found}`)
    }
    return names.map((name) => `sha256:${name}`)
  }

  /** The file of a blob that is whole. */
  blob(digest: string): string {
    return join(this.store, 'blobs', digest.replace(':', '/'))
  }

  /** The file of a blob that is not whole yet. */
  partial(digest: string): string {
    return join(this.store, 'partial', digest.replace(':', '-'))
  }

  partials(): string[] {
    return readdirSync(join(this.store, 'partial'))
  }

  /** How many bytes of these blobs have come. */
  received(digests: string[]): number {
    const sizes = digests.map((digest) => size(this.blob(digest)) ?? size(this.partial(digest)) ?? 0)
    return sizes.reduce((sum, each) => sum + each, 0)
  }

  /** Waits until so many bytes of these blobs have come. */
  async receives(digests: string[], length: number): Promise<void> {
    const changed = Promise.withResolvers<void>()
    const look = () => this.received(digests) >= length && changed.resolve()
    const watchers = ['partial', 'blobs/sha256'].map((folder) => watch(join(this.store, folder), look))
    look()
    await changed.promise
    for (const watcher of watchers) watcher.close()
  }

  [Symbol.dispose](): void {
    for (const pull of this.#pulls) pull.kill('SIGKILL')
    this.#folder.remove()
  }

  #in(path: string): string {
    return join(this.#folder.path, path)
  }
}

const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size
