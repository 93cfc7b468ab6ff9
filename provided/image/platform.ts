import type { Descriptor } from './manifest.ts'
import { messages } from './messages.ts'

/** What an image is for, in Go's words: `linux`, `amd64`. */
export interface Platform {
  os: string
  architecture: string
  /** Of the processor: `v8` */
  variant?: string
}

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm',
  riscv64: 'riscv64',
  ppc64: 'ppc64le',
  s390x: 's390x',
}

/** What runs here. Containers are Linux's, also where somebody pulls for a Linux in a virtual machine. */
export const HERE: Platform = { os: 'linux', architecture: ARCHITECTURES[process.arch] ?? process.arch }

/**
 * Chooses the image for this machine.
 *
 * @throws Failure naming what there is, if that is not among it
 */
export function choosePlatform(name: string, manifests: Descriptor[]): Descriptor {
  const runnable = manifests.filter(({ platform }) => platform && runsHere(platform))
  // For arm64 `v8` and nothing mean the same; a newer variant need not run here.
  const [chosen] = [...runnable.filter(({ platform }) => isPlain(platform)), ...runnable]
  if (chosen) return chosen
  // An index that says nothing of platforms has one image.
  const [only, ...others] = manifests
  if (only && !only.platform && others.length === 0) return only
  throw messages.noPlatform(name, inWords(HERE), platforms(manifests))
}

/** Whether a program for that runs here. */
export const runsHere = ({ os, architecture }: Platform) =>
  os === HERE.os && architecture === HERE.architecture

/** `linux/arm64/v8` */
export const inWords = ({ os, architecture, variant }: Platform) =>
  [os, architecture, variant].filter(Boolean).join('/')

const isPlain = (platform?: Platform) => !platform?.variant || platform.variant === 'v8'

/** Attestations stand among the images, for a platform that is called unknown. */
function platforms(manifests: Descriptor[]): string[] {
  const found = manifests.map(({ platform }) => (platform ? inWords(platform) : 'one of no platform'))
  return [...new Set(found)].filter((name) => !name.startsWith('unknown')).sort()
}
