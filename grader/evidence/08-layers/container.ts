import { posix } from 'node:path'
import type { Ended, FoundFile, Sighting } from '../../machine/process.ts'
import { openBerth, type Running } from '../berth.ts'
import { nonce, toldCommand } from '../command.ts'
import { once } from '../once.ts'
import { laidOut } from './image.ts'

/** A volume that all of them have, with a file that is to stay. */
export const volume = { folder: nonce(), inside: `/${nonce()}`, file: nonce(), says: nonce() }

/** Where a berth can be written to. */
const writable = ['/', '/fs', '/tmp', '/run', '/var', '/root', '/mnt', '/dev', '/dev/shm', '/workshop']

/** All files there, by path. */
export type Files = Map<string, FoundFile>

export const theBerth = once(async () => {
  const opened = await openBerth({ ...laidOut, files: { [`${volume.folder}/${volume.file}`]: volume.says } })
  const { machine, berth } = opened
  const look = async (): Promise<Files> => {
    const found = await Promise.all(
      writable.map(async (folder) =>
        (await machine.tree({ berth, path: folder })).map(
          (file) => [posix.join(folder, file.path), file] as const,
        ),
      ),
    )
    return new Map(found.flat())
  }
  return { ...opened, look, mounts: await machine.mounts({ berth }), before: await look() }
})

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
