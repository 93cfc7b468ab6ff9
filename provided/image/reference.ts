import { Failure } from '../failure.ts'

/** The name of an image, read as Docker reads it. */
export interface Reference {
  /** Who has it: `docker.io`, `ghcr.io`, `localhost:5000`. */
  registry: string
  /** What it is called there: `library/alpine`. */
  repository: string
  /** The tag or the digest that is asked for: `latest`, `3.20`, `sha256:…`. */
  version: string
  /** The shortest name that means the same: `alpine`, `alpine:3.20`, `ghcr.io/x/y@sha256:…`. */
  name: string
}

const HUB = 'docker.io'
/** A folder is named so, and files with something added: 255 bytes are all that a name has. */
const LONGEST = 240

const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.|(?=:|$)))+(?::\d+)?$|^\[[0-9a-fA-F:]+\](?::\d+)?$/
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

/**
 * Reads the name of an image: `alpine`, `alpine:3.20`, `user/img`, `ghcr.io/x/y@sha256:…`, `localhost:5000/x`.
 *
 * The first part is a registry if it has a dot or a port in it or is `localhost`, else Docker Hub is meant; and the hub
 * keeps images without a user in `library`. A digest beside a tag wins.
 *
 * @throws Failure if it is no such name
 * @see https://pkg.go.dev/github.com/distribution/reference
 * @example parseReference('alpine').repository // 'library/alpine'
 */
export function parseReference(text: string): Reference {
  const [named = '', digest, ...more] = text.split('@')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const [path, tag = 'latest'] = hasTag ? [named.slice(0, colon), named.slice(colon + 1)] : [named]

  const { registry, repository } = splitRegistry(path)
  const isNamed = HOST.test(registry) && PATH.test(repository) && !isId(path)
  const isVersioned = TAG.test(tag) && (digest === undefined || DIGEST.test(digest)) && more.length === 0
  if (!isNamed || !isVersioned) throw noName(text)
  if (text.length > LONGEST) throw tooLong(text)

  const short = shortest(registry, repository)
  if (digest !== undefined) return { registry, repository, version: digest, name: `${short}@${digest}` }
  return { registry, repository, version: tag, name: tag === 'latest' ? short : `${short}:${tag}` }
}

/** The name of the folder that belongs to an image: names differ where images do, and none has a `+`. */
export const folderOf = ({ name }: Reference): string => name.replaceAll('/', '+')

/** Whether a reference names its content itself, so that it can never mean another image. */
export const isPinned = ({ version }: Reference): boolean => DIGEST.test(version)

function splitRegistry(path: string): Pick<Reference, 'registry' | 'repository'> {
  const slash = path.indexOf('/')
  const first = slash < 0 ? '' : path.slice(0, slash)
  const isHost = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  if (isHost && first !== HUB && first !== 'index.docker.io')
    return { registry: first, repository: path.slice(slash + 1) }
  const repository = isHost ? path.slice(slash + 1) : path
  return { registry: HUB, repository: repository.includes('/') ? repository : `library/${repository}` }
}

/** On the hub there may be a user `localhost`, whose images are not those of this machine. */
function shortest(registry: string, repository: string): string {
  const short = repository.replace(/^library\/(?=[^/]+$)/, '')
  const isOfHub = splitRegistry(short).registry === HUB && !isId(short)
  return registry === HUB && isOfHub ? short : `${registry}/${repository}`
}

/** Docker takes it for the ID of an image that is there. */
const isId = (text: string) => /^[0-9a-f]{64}$/.test(text)

function tooLong(text: string): Failure {
  return new Failure(
    `The name of the image has ${text.length} characters, and may have ${LONGEST}: a folder is called by it.\n` +
      `  It begins with ${JSON.stringify(text.slice(0, 60))}.`,
  )
}

function noName(text: string): Failure {
  const hint = text !== text.toLowerCase() ? ' They are written in small letters.' : ''
  return new Failure(
    `${JSON.stringify(text)} is no name of an image. Names look like busybox, alpine:3.20 or user/img.${hint}`,
  )
}
