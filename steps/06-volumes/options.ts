import { join, resolve } from 'node:path'
import { Failure } from '#provided/failure.ts'
import { IMAGES } from '#provided/image/unpacked.ts'

/** What is expected after `run`. */
export const TAKES = '[-v source:target[:ro]]… <image> [command…]'

/** Where volumes with a name are kept. */
const VOLUMES = join(IMAGES, '.volumes')

/** Files of the machine that a container gets to see. */
export interface Volume {
  /** On the machine: a folder or a file. */
  source: string
  /** In the container, absolute. */
  target: string
  readOnly: boolean
}

/** The words after `run`. */
export interface RunOptions {
  /** An outer one comes before those that lie in it, and so hides none. */
  volumes: Volume[]
  image: string
  command: string[]
}

/**
 * Reads `-v source:target[:ro]` as often as it is there, then image and command. As with Docker, what comes after the
 * image is the command's own, a `-v` too.
 *
 * @throws Failure with exit status 2 for what cannot be understood
 */
export function runOptions(words: string[]): RunOptions {
  const rest = [...words]
  const volumes: Volume[] = []
  while (rest[0]?.startsWith('-')) {
    const [option, text] = rest.splice(0, 2)
    if (option !== '-v') throw wrongUse(`There is no option ${option}.`)
    const volume = volumeOf(text)
    if (volumes.some(({ target }) => target === volume.target))
      throw wrongUse(`Two volumes cannot both be at ${volume.target}.`)
    volumes.push(volume)
  }
  const [image, ...command] = rest
  if (image === undefined) throw wrongUse('There is no image.')
  return { volumes: volumes.toSorted((a, b) => depth(a.target) - depth(b.target)), image, command }
}

function volumeOf(text?: string): Volume {
  if (text === undefined) throw wrongUse('-v wants source:target.')
  const [source = '', target = '', ...more] = text.split(':')
  if (more.length > 1 || (more.length === 1 && more[0] !== 'ro'))
    throw wrongUse(`-v ${text} is not source:target, nor source:target:ro.`)
  if (!target.startsWith('/') || depth(target) === 0)
    throw wrongUse(`-v ${text} has no absolute path after the colon, or just /.`)
  return { source: sourceOf(source, text), target, readOnly: more.length === 1 }
}

/** A path begins with `/` or `.`; anything else is a name. */
function sourceOf(source: string, text: string): string {
  if (/^[/.]/.test(source)) return resolve(source)
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(source)) return join(VOLUMES, source)
  throw wrongUse(`-v ${text} begins neither with a path, as in ./data, nor with a name, as in data.`)
}

const depth = (path: string) => path.split('/').filter(Boolean).length

const wrongUse = (what: string) => new Failure(`${what}\n  usage: container.ts run ${TAKES}`, 2)
