import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { folderOf, parseReference } from './reference.ts'

/** Where images are: `/fs/<image>`, with the image's own `config.json` in it. */
export const IMAGES = process.env.DRYDOCK_FS ?? '/fs'

/** The folder of an image. */
export const imageFolder = (name: string) => join(IMAGES, folderOf(parseReference(name)))

/** As the OCI image specification has it, as far as we follow it. */
export interface ImageConfig {
  config?: {
    Env?: string[] | null
    WorkingDir?: string | null
    Entrypoint?: string[] | null
    Cmd?: string[] | null
  } | null
  rootfs?: { diff_ids?: string[] | null } | null
}

/** An image that somebody laid out by hand need not have a configuration. */
export function readConfig(folder: string): ImageConfig {
  let text: string
  try {
    text = readFileSync(join(folder, 'config.json'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return JSON.parse(text)
}

/** How an image wants to be run. */
export interface Wishes {
  /** What it wants its programs to find: `PATH=/usr/bin` as `{ PATH: '/usr/bin' }`. */
  env: Record<string, string>
  /** Where they start; `/` if the image does not say. */
  workingDir: string | undefined
  /** What to run: what was asked for, else what the image runs by itself. */
  command: string[]
}

/**
 * @param name - the image's, for the error
 * @param given - the command that was asked for; it takes the place of the image's `Cmd`, after its `Entrypoint`
 * @throws Failure if there is nothing to run
 * @see https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export function wishesOf({ config }: ImageConfig, name: string, given: string[]): Wishes {
  const { Env, WorkingDir, Entrypoint, Cmd } = config ?? {}
  const command = [...(Entrypoint ?? []), ...(given.length > 0 ? given : (Cmd ?? []))]
  if (command.length === 0)
    throw new Failure(`The image ${name} runs nothing by itself. Next: name a command, such as /bin/sh.`)
  return {
    env: Object.fromEntries((Env ?? []).map(splitVariable)),
    workingDir: WorkingDir || undefined,
    command,
  }
}

function splitVariable(text: string): [string, string] {
  const [name = '', ...rest] = text.split('=')
  return [name, rest.join('=')]
}

/**
 * There is no such image, and which there are.
 *
 * @param missing - the folder that should be there
 * @param step - whose `pull` makes such folders
 * @param isThere - tells of an image's folder whether it has what is wanted
 */
export function noImage(
  name: string,
  missing: string,
  step: string,
  isThere: (folder: string) => boolean,
): Failure {
  const there = folders()
    .filter(isThere)
    .map((folder) => folder.slice(IMAGES.length + 1).replaceAll('+', '/'))
  return new Failure(
    [
      `There is no image ${name} at ${missing} (ENOENT). There is: ${there.sort().join(', ') || 'none'}.`,
      `Pull it first. Next: npm run box ${step} pull ${name}`,
    ].join('\n  '),
  )
}

function folders(): string[] {
  try {
    const names = readdirSync(IMAGES).filter((name) => /^[a-z0-9[]/i.test(name))
    return names.map((name) => join(IMAGES, name))
  } catch {
    return []
  }
}
