import type { Given } from './berth.ts'
import { nonce } from './command.ts'

/** A volume that a container is given, with all that there is to know about it. */
export interface Volume {
  /** What follows `-v`. */
  option: string
  /** Its path on the machine, and the one that it has to have in the container. */
  source: string
  inside: string
  kind: 'folder' | 'file'
  readOnly: boolean
  /** The symlink of the image, and what it says, that the target leads through. */
  link?: { path: string; says: string }
  /** What is read in it, and what the command tries to write to: behind its path, '' being a file itself. */
  reads: string
  writes: string
}

const [folder, file, missing, covered] = [nonce(), nonce(), nonce(), nonce()]
const [said, deep, device] = [nonce(), nonce(), nonce()]
const absolute = { path: `/${nonce()}`, says: '/tmp' }
/** Followed from outside it ends in the machine's /tmp, which is higher up than the image. */
const climbing = { path: `/${nonce()}`, says: '../../../../../../tmp' }

/** One of every kind; all of them in one container. */
export const volumes = {
  /** Relative, and the mount point is two folders deep in what the image lacks. */
  folder: volume(`./${folder}`, `/${deep}/${nonce()}`, {
    source: `/workshop/${folder}`,
    reads: `/${said}`,
    writes: `/${said}`,
  }),
  file: volume(`/workshop/${file}`, `/etc/${nonce()}`, { kind: 'file' }),
  /** By a name, and through a symlink of the image. */
  named: through(absolute, nonce(), (name) => ({ source: `/fs/.volumes/${name}` })),
  /** The source is missing. The target has files in the image, and on the machine too. */
  covering: volume(`/workshop/${missing}`, `/workshop/${covered}`, { reads: `/${said}` }),
  /** The first once more. */
  readOnly: volume(`/workshop/${folder}`, `/${nonce()}`, { readOnly: true, reads: `/${said}` }),
  readOnlyFile: through(climbing, `/workshop/${file}`, () => ({ kind: 'file', readOnly: true })),
  /** Below it something else is mounted, which can be written to: /dev/shm. */
  readOnlyAbove: volume('/dev', `/${device}`, { readOnly: true, reads: '/', writes: `/shm/${nonce()}` }),
} satisfies Record<string, Volume>

function volume(source: string, target: string, different: Partial<Volume>): Volume {
  const ro = different.readOnly ? ':ro' : ''
  return {
    option: `${source}:${target}${ro}`,
    source,
    inside: target,
    kind: 'folder',
    readOnly: false,
    reads: different.kind === 'file' ? '' : '/',
    writes: different.kind === 'file' ? '' : `/${nonce()}`,
    ...different,
  }
}

function through(
  link: NonNullable<Volume['link']>,
  source: string,
  different: (source: string) => Partial<Volume>,
): Volume {
  const name = nonce()
  return volume(source, `${link.path}/${name}`, { link, inside: `/tmp/${name}`, ...different(source) })
}

/** Files that no volume is to change, by path on the machine. */
export const untouched = {
  [`/workshop/${covered}/${said}`]: nonce(),
  [`/fs/busybox/rootfs/workshop/${covered}/${said}`]: nonce(),
}

/** What lies there before a container starts. */
export const laidOut = {
  files: {
    [`${folder}/${said}`]: nonce(),
    [file]: nonce(),
    ...below('/workshop/', untouched),
  },
  image: {
    ...Object.fromEntries([absolute, climbing].map(({ path, says }) => [path, { link: says }])),
    ...below('/fs/busybox/rootfs/', untouched),
  },
} satisfies Given

/** The files of a folder, by their path from there. */
function below(folder: string, files: Record<string, string>): Record<string, string> {
  const inIt = Object.entries(files).filter(([path]) => path.startsWith(folder))
  return Object.fromEntries(inIt.map(([path, text]) => [path.slice(folder.length), text]))
}
