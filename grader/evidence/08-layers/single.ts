import { chainIds } from '#provided/image/chain-id.ts'
import type { Ended, FoundFile, Mount, Process } from '../../machine/process.ts'
import { once } from '../once.ts'
import { begin, end, type Files, theBerth } from './container.ts'

/** A file of a layer, and what a container has under its name. */
export interface Twins {
  /** From the root. */
  path: string
  inLayer: FoundFile | undefined
  inContainer: FoundFile | undefined
}

export async function twins(
  of: string,
  layer: number,
  path: string,
  process: Process | null,
): Promise<Twins> {
  const { machine, berth, diffIds } = await theBerth()
  const folder = `/fs/.layers/${chainIds(diffIds[of] ?? [])[layer]?.replace(':', '/')}`
  const inLayer = await machine.tree({ berth, path: `${folder}/${path}` })
  // Removed with what a container left: that is for 8.4 to say.
  if (inLayer.length === 0) return { path, inLayer: undefined, inContainer: undefined }
  const inContainer = process ? await machine.tree({ pid: process.pid, from: 'root', path }) : []
  return { path, inLayer: inLayer[0], inContainer: inContainer[0] }
}

/** The number in its filesystem: an overlay of several ones has that in the lower bits. */
const number = (file: FoundFile | undefined) => file && BigInt(file.inode) & 0xffff_ffffn

/** Is what the container has the layer's own file, and no copy? */
export const isSameFile = ({ inLayer, inContainer }: Twins) => number(inLayer) === number(inContainer)

/** The container of one layer, held alive and ended. */
export interface Single {
  process: Process | null
  end: Ended
  /** Mounts of the machine before it started, and while it ran. */
  before: Mount[]
  during: Mount[]
  program: Twins
  /** All files and mounts that are there when it has come and gone, and so are for containers at large. */
  left: Files
  stays: Mount[]
}

export const single = once(async (): Promise<Single> => {
  const { machine, berth, mounts, look } = await theBerth()
  const container = await begin('busybox')
  const { process } = container.sighting
  const during = await machine.mounts({ berth })
  const program = await twins('busybox', 0, 'bin/busybox', process)
  const over = await end(container)
  const stays = await machine.mounts({ berth })
  return { process, end: over, before: mounts, during, program, left: await look(), stays }
})
