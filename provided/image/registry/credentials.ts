import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { messages } from '../messages.ts'

/** Who we are to a registry. */
export type Credentials =
  | { username: string; password: string }
  /** What `docker login` got in exchange for a password. */
  | { identityToken: string }

interface DockerConfig {
  auths?: Record<string, { auth?: string; username?: string; password?: string; identitytoken?: string }>
  /** Programs that keep the secrets, by registry. */
  credHelpers?: Record<string, string>
  /** The one for all other registries. */
  credsStore?: string
}

/** How long such a program may take, in seconds: it may have to ask the person. */
const PATIENCE = 60

/** What Docker calls the hub in its configuration. */
const HUB_KEY = 'https://index.docker.io/v1/'

/**
 * What `docker login` has left in the person's Docker configuration for a registry.
 *
 * @param signal - ends the program that keeps it, which may ask the person for a password
 * @returns undefined where there is nothing, or where that program is not on this machine
 */
export async function findCredentials(
  registry: string,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const file = join(process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json')
  const { auths, credHelpers, credsStore } = await readConfig(file)
  const key = registry === 'docker.io' ? HUB_KEY : registry
  const helper = credHelpers?.[key] ?? credHelpers?.[registry] ?? credsStore
  const asked = helper === undefined ? undefined : await askHelper(helper, key, signal)
  return asked ?? fromAuths(auths ?? {}, registry)
}

async function readConfig(file: string): Promise<DockerConfig> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '{}'
    throw messages.dockerConfig(file, error.code)
  })
  try {
    return JSON.parse(text) ?? {}
  } catch {
    throw messages.dockerConfig(file, 'it is no JSON')
  }
}

function fromAuths(auths: NonNullable<DockerConfig['auths']>, registry: string): Credentials | undefined {
  const [, found] = Object.entries(auths).find(([key]) => hostOf(key) === registry) ?? []
  if (!found) return undefined
  if (found.identitytoken) return { identityToken: found.identitytoken }
  const [username = '', ...rest] = Buffer.from(found.auth ?? '', 'base64')
    .toString()
    .split(':')
  const credentials = { username: found.username ?? username, password: found.password ?? rest.join(':') }
  return credentials.username ? credentials : undefined
}

/** Keys are hosts, or addresses from the time of the first registry. */
function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return host === 'index.docker.io' ? 'docker.io' : host
}

/** @see https://github.com/docker/docker-credential-helpers */
function askHelper(name: string, key: string, signal: AbortSignal): Promise<Credentials | undefined> {
  const program = `docker-credential-${name}`
  const options = { signal, timeout: PATIENCE * 1000 }
  return new Promise((resolve, reject) => {
    // Not there, or nothing known: as good as nobody logged in. A devcontainer inherits names of programs that it lacks.
    const child = execFile(program, ['get'], options, (error, stdout) => {
      if (signal.aborted) return reject(signal.reason)
      if (error?.killed) return reject(messages.silentHelper(program, PATIENCE))
      if (error) return resolve(undefined)
      try {
        const { Username, Secret } = JSON.parse(stdout)
        resolve(Username === '<token>' ? { identityToken: Secret } : { username: Username, password: Secret })
      } catch {
        resolve(undefined)
      }
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(key)
  })
}
