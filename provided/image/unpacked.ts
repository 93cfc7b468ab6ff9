import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { folderOf, parseReference } from './reference.ts'

/** Where the unpacked images are: `/fs/<image>/rootfs`, with the image's own `config.json` beside it. */
export const IMAGES = process.env.DRYDOCK_FS ?? '/fs'

/** An image that is there to be run. */
export interface UnpackedImage {
  /** The folder that becomes `/`. */
  rootfs: string
  /** What the image wants its programs to find: `PATH=/usr/bin` as `{ PATH: '/usr/bin' }`. */
  env: Record<string, string>
  /** Where they start; `/` if the image does not say. */
  workingDir: string | undefined
  /** What to run: what was asked for, else what the image runs by itself. */
  command: string[]
}

/** As the OCI image specification has it, as far as we follow it. */
interface ImageConfig {
  config?: {
    Env?: string[] | null
    WorkingDir?: string | null
    Entrypoint?: string[] | string | null
    Cmd?: string[] | string | null
  } | null
}

/**
 * An image that was pulled and unpacked.
 *
 * @param name - its name as in `docker run`
 * @param given - the command that was asked for; it takes the place of the image's `Cmd`, after its `Entrypoint`
 * @throws Failure if there is no such image, naming those that are, or if there is nothing to run
 * @see https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export function unpackedImage(name: string, given: string[] = []): UnpackedImage {
  const folder = join(IMAGES, folderOf(parseReference(name)))
  const rootfs = join(folder, 'rootfs')
  if (!statSync(rootfs, { throwIfNoEntry: false })?.isDirectory()) throw noImage(name, rootfs)

  const { Env, WorkingDir, Entrypoint, Cmd } = readConfig(join(folder, 'config.json')).config ?? {}
  // A text is a command of one word, as Docker reads it.
  const command = [Entrypoint ?? [], given.length > 0 ? given : (Cmd ?? [])].flat()
  if (command.length === 0)
    throw new Failure(`The image ${name} runs nothing by itself. Next: name a command, such as /bin/sh.`)
  return {
    rootfs,
    env: Object.fromEntries((Env ?? []).map(splitVariable)),
    workingDir: WorkingDir || undefined,
    command,
  }
}

/** An image that somebody laid out by hand need not have a configuration. */
function readConfig(path: string): ImageConfig {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return JSON.parse(text)
}

function splitVariable(text: string): [string, string] {
  const [name = '', ...rest] = text.split('=')
  return [name, rest.join('=')]
}

function noImage(name: string, rootfs: string): Failure {
  const there = availableImages()
  return new Failure(
    [
      `There is no image ${name} at ${rootfs} (ENOENT). There is: ${there.join(', ') || 'none'}.`,
      `Pull it first. Next: npm run box 04 pull ${name}`,
    ].join('\n  '),
  )
}

function availableImages(): string[] {
  try {
    const folders = readdirSync(IMAGES).filter((name) => /^[a-z0-9[]/i.test(name) && name !== 'lost+found')
    return folders.map((folder) => folder.replaceAll('+', '/')).sort()
  } catch {
    return []
  }
}
