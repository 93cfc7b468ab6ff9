import { readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '../failure.ts'
import type { Config, Process } from './config.ts'

/** A folder with all that a container is made of: its `config.json`, and as a rule its files. */
export interface Bundle {
  folder: string
  config: Config
  /** The folder that becomes `/`, absolute and without symlinks. */
  rootfs: string
}

/**
 * Reads a bundle.
 *
 * @throws Failure where it is none, or asks for what this runtime cannot do
 */
export function readBundle(path: string): Bundle {
  const folder = resolve(path)
  const config = readJson<Config>(join(folder, 'config.json'))
  const missing = ['process', 'root'].find((name) => !(name in config))
  if (missing) throw new Failure(`${folder}/config.json has no "${missing}".`)
  refuseTerminal(config.process)
  if (config.linux?.namespaces?.some(({ type }) => type === 'user'))
    throw new Failure('This runtime makes no user namespaces. Next: the same as root, without --userns.')
  const rootfs = resolve(folder, config.root.path)
  try {
    return { folder, config, rootfs: realpathSync(rootfs) }
  } catch {
    throw new Failure(`${rootfs}, which is to become /, is not there: no such file or directory`)
  }
}

/** Its two ends would have to be handed to whoever asked for it, over a socket: `--console-socket`. */
export function refuseTerminal({ terminal }: Process): void {
  if (terminal) throw new Failure('This runtime gives no terminals. Next: the same without -t.')
}

/** Reads a file that others have written. Throws Failure. */
export function readJson<T>(file: string): T {
  const text = readFileSync(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Failure(`${file}: ${(error as Error).message}`)
  }
}
