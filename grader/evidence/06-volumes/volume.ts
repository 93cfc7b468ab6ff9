import { nonce } from '../command.ts'
import type { Given } from '../graded-berth.ts'

/** A volume that a container is given, with all that there is to know about it. */
export interface Volume {
  /** What follows `-v`. */
  option: string
  /** Its path on the machine, and the one that it has to have in the container. */
  source: string
  inside: string
  /** What follows the source, from which that is found. */
  target: string
  kind: 'folder' | 'file'
  readOnly: boolean
  /** The symlink of the image, and what it says, that the target leads through. */
  link?: { path: string; says: string }
  /** What is read in it, and what the command tries to write to: behind its path, '' being a file itself. */
  reads: string
  writes: string
}

const [folder, file, name, missing] = [nonce(), nonce(), nonce(), nonce()]
const [shown, within] = [`/${nonce()}`, nonce()]
const [deep, linked, linkedTwice, climbed, covered, machines, said] = Array.from({ length: 7 }, nonce)

const absolute = { path: `/${nonce()}`, says: '/tmp' }
/** The target itself, as where an image has /var/run. So deep down it is mounted last. */
const last = { path: `/${nonce()}/${nonce()}/${nonce()}/${nonce()}`, says: `/tmp/${nonce()}` }
/** A symlink of the image to another one. */
const chained = { path: `/${nonce()}`, says: absolute.path }
/** To a folder in which the machine has more than the image. */
const shared = { path: `/${nonce()}`, says: '/workshop' }
/** Higher up than the image is: followed from outside, it ends in the machine's /tmp. */
const climbing = { path: `/${nonce()}`, says: '../../../../../tmp' }

/** One of every kind; all of them in one container. */
export const volumes = {
  /** A relative path, to two folders that the image lacks. */
  folder: volume(`./${folder}`, `/${deep}/${nonce()}`, {
    source: `/workshop/${folder}`,
    reads: `/${said}`,
    writes: `/${said}`,
  }),
  /** The image has a file there. */
  file: volume(`/workshop/${file}`, `/etc/${said}`, { kind: 'file' }),
  /** A name, through a symlink of the image. */
  named: volume(name, `${absolute.path}/${linked}`, {
    source: `/fs/.volumes/${name}`,
    inside: `/tmp/${linked}`,
    link: absolute,
  }),
  /** The source is missing. Where the target is, the image has files, and the machine has some of the same name. */
  covering: volume(`/workshop/${missing}`, `/workshop/${covered}`, { reads: `/${said}` }),
  /** The first once more. */
  readOnly: volume(`/workshop/${folder}`, shown, { readOnly: true, reads: `/${said}` }),
  /** In a folder of that one, and beside it. */
  writableWithin: volume(`/workshop/${nonce()}`, `${shown}/${within}`),
  writableBeside: volume(`/workshop/${nonce()}`, `${shown}-2`),
  /** Through another symlink, in a folder that is not there. */
  readOnlyFile: volume(`/workshop/${file}`, `${climbing.path}/${climbed}/${said}`, {
    inside: `/tmp/${climbed}/${said}`,
    kind: 'file',
    readOnly: true,
    link: climbing,
  }),
  /** Through a symlink to a symlink. */
  chained: volume(`/workshop/${nonce()}`, `${chained.path}/${linkedTwice}`, {
    inside: `/tmp/${linkedTwice}`,
    link: chained,
  }),
  /** The target is a symlink. */
  aliased: volume(`/workshop/${nonce()}`, last.path, { inside: last.says, link: last }),
  /** Whoever follows it on the machine finds that already. */
  tempting: volume(`/workshop/${nonce()}`, `${shared.path}/${machines}`, {
    inside: `/workshop/${machines}`,
    link: shared,
  }),
  /** Below it something else is mounted, and can be written to: /dev/shm. */
  readOnlyTree: volume('/dev', `/${nonce()}`, { readOnly: true, writes: `/shm/${nonce()}` }),
  /** Neither anybody's files nor ever written to: it stays empty. */
  empty: volume(`/workshop/${nonce()}`, `/${nonce()}`, { readOnly: true }),
} satisfies Record<string, Volume>

/** Those at whose place there is something on the machine as well. */
export const onBoth: Volume[] = [volumes.covering, volumes.tempting]

/** Those for which there is something already, in the image or in another volume. */
export const inPlace: Volume[] = [volumes.file, volumes.covering, volumes.aliased, volumes.writableWithin]

function volume(source: string, target: string, different: Partial<Volume> = {}): Volume {
  return {
    option: `${source}:${target}${different.readOnly ? ':ro' : ''}`,
    source,
    inside: target,
    target,
    kind: 'folder',
    readOnly: false,
    reads: different.kind === 'file' ? '' : '/',
    writes: different.kind === 'file' ? '' : `/${nonce()}`,
    ...different,
  }
}

/** Where a path of the container's is on the machine before anything is mounted for it: in another volume, or in the image. */
export const onMachine = (path: string) =>
  path.startsWith(volumes.writableWithin.inside)
    ? path.replace(shown, volumes.readOnly.source)
    : `/fs/busybox/rootfs${path}`

/** The image's own file, on which another one is mounted. */
export const coveredFile = `/fs/busybox/rootfs/etc/${said}`

/** Files that no volume is to change, by path on the machine. */
export const untouched = {
  [`/workshop/${covered}/${said}`]: nonce(),
  [`/fs/busybox/rootfs/workshop/${covered}/${said}`]: nonce(),
  [coveredFile]: nonce(),
}

/** What lies there before a container starts. */
export const laidOut = {
  files: {
    [`${folder}/${said}`]: nonce(),
    [`${folder}/${within}/${said}`]: nonce(),
    [file]: nonce(),
    [`${machines}/${said}`]: nonce(),
    ...below('/workshop/', untouched),
  },
  image: {
    [`${last.says.slice(1)}/${said}`]: nonce(),
    ...Object.fromEntries(
      [absolute, chained, climbing, last, shared].map(({ path, says }) => [path, { link: says }]),
    ),
    ...below('/fs/busybox/rootfs/', untouched),
  },
} satisfies Given

/** The files of a folder, by their path from there. */
function below(folder: string, files: Record<string, string>): Record<string, string> {
  const inIt = Object.entries(files).filter(([path]) => path.startsWith(folder))
  return Object.fromEntries(inIt.map(([path, text]) => [path.slice(folder.length), text]))
}
