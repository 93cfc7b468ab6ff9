import { posix } from 'node:path'
import type { Ended, FoundFile, Sighting } from '../../machine/process.ts'
import { nonce, toldCommand } from '../command.ts'
import { type GradedBerth, openGradedBerth, type Running } from '../graded-berth.ts'
import { newMounts } from '../mount.ts'
import { once } from '../once.ts'
import { image, laidOut } from './image.ts'

/** A volume that all of them have, with a file that is to stay. */
export const volume = { folder: nonce(), inside: `/${nonce()}`, file: nonce(), says: nonce() }

/** Where a berth can be written to. */
const writable = ['/', '/fs', '/tmp', '/run', '/var', '/root', '/mnt', '/dev', '/dev/shm', '/workshop']

/** Filesystems that code can make, with files in them. */
const ownable = ['tmpfs', 'ramfs', 'overlay']

/** All files there, by path. */
export type Files = Map<string, FoundFile>

export const theBerth = once(async () => {
  const opened = await openGradedBerth({
    ...laidOut,
    files: { [`${volume.folder}/${volume.file}`]: volume.says },
  })
  const { machine, berth } = opened
  const mounts = await machine.mounts({ berth })
  const look = async (): Promise<Files> => {
    // Code may keep what it makes on filesystems of its own.
    const added = newMounts(mounts, await machine.mounts({ berth })).filter(({ type }) =>
      ownable.includes(type),
    )
    const found = await Promise.all(
      [...writable, ...added.map(({ target }) => target)].map(async (folder) =>
        (await machine.tree({ berth, path: folder })).map(
          (file) => [posix.join(folder, file.path), file] as const,
        ),
      ),
    )
    return new Map(found.flat())
  }
  const diffIds = {
    busybox: await diffIdsOf(opened, 'busybox'),
    [image]: await diffIdsOf(opened, image),
  }
  return { ...opened, look, mounts, diffIds, before: await look() }
})

/** The layers of an image by its configuration, lowest first: to be read before any code can write to it. */
async function diffIdsOf({ machine, berth }: GradedBerth, name: string): Promise<string[]> {
  const config = await machine.read({ berth, path: `/fs/${name}/config.json` })
  return JSON.parse(config ?? '').rootfs.diff_ids
}

export interface Container {
  running: Running
  sighting: Sighting
}

export async function begin(of: string): Promise<Container> {
  const { start } = await theBerth()
  const argv = toldCommand(3)
  const options = ['-v', `/workshop/${volume.folder}:${volume.inside}`]
  const running = await start('08-layers', ['run', ...options, of, ...argv])
  return { running, sighting: await running.waitForCommand(argv) }
}

/** What a container finds at a path from its root; null where there is nothing, or no container. */
export async function find({ sighting: { process } }: Container, path: string): Promise<string | null> {
  const { machine } = await theBerth()
  return process && machine.read({ pid: process.pid, from: 'root', path })
}

/** Has a container end by itself. */
export async function end({ running }: Container): Promise<Ended> {
  await running.write(null)
  return running.waitForExit()
}
