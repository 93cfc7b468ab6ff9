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
  requireNamespaces(config)
  const rootfs = resolve(folder, config.root.path)
  try {
    return { folder, config, rootfs: realpathSync(rootfs) }
  } catch (error) {
    throw new Failure(`${rootfs}, which is to become /: ${(error as Error).message}`)
  }
}

/** Without these namespaces it is the machine whose `/` and whose name would be changed. */
function requireNamespaces({ hostname, linux: { namespaces = [] } = {} }: Config): void {
  const has = (wanted: string) => namespaces.some(({ type }) => type === wanted)
  const lacking = !has('mount') ? 'mount' : hostname && !has('uts') ? 'uts' : undefined
  if (lacking)
    throw new Failure(
      `config.json asks for no ${lacking} namespace: the machine itself would be changed. Next: { "type": "${lacking}" } in linux.namespaces`,
    )
}

/** Its two ends would have to be handed to whoever asked for it, over a socket: `--console-socket`. */
export function refuseTerminal({ terminal }: Process): void {
  if (terminal) throw new Failure('This runtime gives no terminals. Next: the same without -t.')
}

/** Reads a file that others have written. Throws Failure where it is not there, or no JSON. */
export function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Failure(`${file}: ${(error as Error).message}`)
  }
}
