import { Failure } from '../failure.ts'

/** @param parts - what was attempted and found, why that usually happens, and last what to type. */
const failure = (...parts: (string | false)[]) => new Failure(parts.filter(Boolean).join('\n  '))

/** What others sent us is shown without what would steer the terminal, and not without end. */
const shown = (text: string) =>
  text
    .replace(/[^\x20-\x7e\u00a0-\u{10ffff}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .slice(0, 300)

/** At the beginning of a sentence. */
const subject = (what: string) => (what.startsWith('blob ') ? `The ${what}` : what)

const says = (host: string, said: string) => said && `${host} says: ${shown(said)}`

/** Everything that pulling an image tells a person. */
export const messages = {
  usage: 'usage: container.ts pull <image>\n',

  // What the registry answers.
  /** @param login - whom a login is for */
  denied: (host: string, what: string, status: number, said: string, login = host) =>
    failure(
      `${host} does not give out ${what} (HTTP ${status}).`,
      says(host, said),
      'There is no such image, or it is private, or what `docker login` left has expired.',
      `Next: see whether the name is right, or docker login ${login === 'registry-1.docker.io' ? '' : login}`.trimEnd(),
    ),
  notFound: (host: string, what: string, said: string) =>
    failure(
      `${host} has no ${what} (HTTP 404).`,
      says(host, said),
      'The name or the tag is misspelt, or was removed. Next: look it up on the registry’s pages.',
    ),
  tooMany: (host: string, said: string, seconds: number | undefined) =>
    failure(
      `${host} has had too many pulls from this address (HTTP 429): ${seconds === undefined ? 'it does not say for how long' : `it asks to wait ${duration(seconds)}`}.`,
      says(host, said),
      'Docker Hub counts the pulls of all who share an address, such as a class. What was pulled before still runs.',
      'Next: docker login, or a mirror: DRYDOCK_MIRROR=https://… (docs/04-chroot.md says how to run one)',
    ),
  status: (host: string, what: string, status: number, said: string) =>
    failure(
      `${host} answered HTTP ${status} when asked for ${what}.`,
      says(host, said),
      'Next: try again later.',
    ),
  loginNeeded: (host: string) =>
    failure(`${host} wants a name and a password, and there are none for it.`, `Next: docker login ${host}`),
  badChallenge: (host: string) =>
    failure(`${host} asks for a token in a way that nobody can answer.`, 'It is no registry of version 2.'),
  unreachable: (host: string, reason: string) =>
    failure(
      `${host} cannot be reached, or the connection broke again and again: ${shown(reason)}.`,
      CAUSES[reason] ?? 'What has arrived is kept, and the next pull goes on from there.',
      'Next: the same command again; behind a proxy with HTTPS_PROXY=http://…',
    ),
  insecure: (url: string) =>
    failure(
      `${shown(url)} was to be asked without encryption.`,
      'Plain HTTP is only for registries on this machine, and for a mirror that you name yourself.',
    ),
  badRedirect: (host: string, location: string) =>
    failure(`${host} redirects to ${shown(location)}, which is no address.`),
  noToken: (host: string) => failure(`${host} was asked for a token, and sent something else.`),
  redirects: (host: string) => failure(`${host} redirects without end.`),
  tooLong: (what: string, limit: number) => failure(`${what} is longer than ${bytes(limit)}.`),

  // Settings.
  badMirror: (text: string) =>
    failure(
      `DRYDOCK_MIRROR has ${JSON.stringify(text)} in it, which is no address of a mirror.`,
      'Next: DRYDOCK_MIRROR=https://mirror.example:5000, several with commas between them',
    ),
  badProxy: (name: string, text: string) =>
    failure(
      `${name} is ${JSON.stringify(text)}, which is no address of a proxy.`,
      `Next: ${name}=http://proxy.example:3128`,
    ),
  mirrorFailed: (mirror: string, next: string, error: unknown) =>
    `The mirror ${mirror} did not help (${firstLine(error)}): asking ${next}.`,
  dockerConfig: (file: string, reason: string) =>
    failure(
      `Docker’s configuration ${file} cannot be read: ${reason}.`,
      `Next: mend it, or DOCKER_CONFIG=/tmp`,
    ),
  silentHelper: (program: string, seconds: number) =>
    failure(
      `${program}, which keeps what \`docker login\` has left, did not answer within ${seconds} s.`,
      'It may wait for a password, or for a desktop that is not there.',
      `Next: echo | ${program} list; or DOCKER_CONFIG=/tmp, for what is public`,
    ),

  // What an image is made of.
  badManifest: (what: string) =>
    failure(`The registry sent a manifest that means nothing, or two things at once (${shown(what)}).`),
  oldManifest: () =>
    failure('The image is of Docker’s first format (schema 1), which is no longer in use.', 'Push it anew.'),
  unknownManifest: (mediaType: string) =>
    failure(`The registry sent ${shown(mediaType) || 'something without a type'}, which is no image.`),
  noPlatform: (name: string, wanted: string, there: string[]) =>
    failure(
      `${name} has no image for ${wanted}, which is this machine.`,
      `It has: ${there.map(shown).join(', ') || 'none at all'}.`,
    ),
  badConfig: (name: string) => failure(`The configuration of ${name} does not fit its layers.`),

  // The content store.
  noStore: (path: string, code: string) =>
    failure(
      `mkdir ${path}: ${code}`,
      'Images are kept there. The folder belongs to someone else, or HOME points nowhere.',
      'Next: choose another one, XDG_CACHE_HOME=/tmp/cache',
    ),
  noSpace: (path: string, needed: number, free: number) =>
    failure(
      `${bytes(needed)} are to be put below ${path}, and ${bytes(free)} are free there.`,
      `Next: df -h ${path}`,
    ),
  wrongDigest: (what: string, digest: string, found: string) =>
    failure(
      `${subject(what)} came as something else.`,
      `Its digest should be ${digest},`,
      `and is ${found}.`,
      'A proxy or a mirror changed it, or the registry is broken. Nothing of it is kept.',
    ),
  wrongSize: (what: string, size: number) =>
    failure(
      `${subject(what)} is longer than the ${bytes(size)} that the manifest says. Nothing of it is kept.`,
    ),
  tooShort: (what: string, size: number) =>
    failure(
      `${subject(what)} is shorter than the ${bytes(size)} that the manifest says. Nothing of it is kept.`,
    ),
  damaged: (path: string) =>
    failure(`${path} is damaged: it is not what its name says. It was removed.`, 'Next: pull again'),
  notStored: (name: string) =>
    failure(`The image ${name} was not pulled yet.`, `Next: npm run box 04 pull ${name}`),

  // Unpacking.
  notRoot: (path: string) =>
    failure(
      `Unpacking an image to ${path} takes root: its files have owners.`,
      'Next: npm run box 04 pull …, which does it in the lab; or sudo',
    ),
  noFolder: (path: string, code: string) =>
    failure(`mkdir ${path}: ${code}`, 'Unpacked images are kept there.', `Next: ls -ld ${path}`),
  mounted: (path: string, mountPoint: string) =>
    failure(
      `${path} is to be replaced, and something is mounted in it: ${mountPoint}.`,
      'To remove it would remove what is mounted. A container may have left it behind.',
      `Next: umount ${mountPoint}`,
    ),
  occupied: (path: string, pid: number) =>
    failure(
      `${path} is to be replaced, and a container runs in it: process ${pid}.`,
      'To remove it would take the files away from under it.',
      `Next: end the container, if need be by kill -9 ${pid}, and pull again`,
    ),
  layer: (digest: string, entry: string, reason: string) =>
    failure(
      entry
        ? `The layer ${digest} cannot be unpacked at ${shown(entry)}:`
        : `The layer ${digest} cannot be unpacked:`,
      shown(reason),
    ),
  wrongDiff: (diffId: string, found: string) =>
    failure(
      `A layer is not what the image's configuration says: uncompressed it should have the digest`,
      `${diffId}, and has`,
      `${found}.`,
      'The image is broken. Next: tell whoever has pushed it, or pull another tag',
    ),

  // What was done.
  waiting: 'Waiting for another pull',
  upToDate: (name: string, digest: string) => `${name} is up to date: ${digest}\n`,
  pulled: (name: string, { layers, size, seconds, digest }: Pulled) =>
    `${name}: ${layers} ${layers === 1 ? 'layer' : 'layers'}, ${bytes(size)}, ${seconds.toFixed(1)} s, ${digest}\n`,
  attributes: (count: number, path: string, code: string) =>
    `${count} extended attributes could not be set (${code}), the first of them on ${shown(path)}: this filesystem has none of the kind.`,
}

export interface Pulled {
  layers: number
  /** Compressed, bytes. */
  size: number
  seconds: number
  digest: string
}

const CAUSES: Record<string, string> = {
  ENOTFOUND: 'No such name is known here: a typing error, or no network.',
  EAI_AGAIN: 'Names cannot be looked up: no network.',
  ECONNREFUSED: 'Nobody listens there. On a registry of your own: is it running?',
  UND_ERR_CONNECT_TIMEOUT: 'Nobody answers there: no network, or a firewall.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'Its certificate is signed by nobody known here. If that is right: NODE_EXTRA_CA_CERTS=FILE',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Its certificate is signed by nobody known here. If that is right: NODE_EXTRA_CA_CERTS=FILE',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Its certificate is signed by itself. If that is right: NODE_EXTRA_CA_CERTS=FILE',
}

/** `34.1 MB`, as Docker counts: in millions. */
export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = count
  while (value >= 999.5 && units.length > 1) {
    value /= 1000
    units.shift()
  }
  return `${value < 99.95 && units[0] !== 'B' ? value.toFixed(1) : Math.round(value)} ${units[0]}`
}

/** `2 h 5 min` */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const firstLine = (error: unknown) => shown((error as Error).message.split('\n')[0] ?? '')
