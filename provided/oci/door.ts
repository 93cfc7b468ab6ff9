import { closeSync, constants, existsSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { mknod, S_IFIFO } from '../syscalls/device.ts'

/** A FIFO in a container's folder. While it is there, its first process waits behind it. */
const doorOf = (folder: string) => join(folder, 'door')

export const makeDoor = (folder: string): void => mknod(Buffer.from(doorOf(folder)), S_IFIFO | 0o600)

export const isDoorThere = (folder: string): boolean => existsSync(doorOf(folder))

/**
 * Finds the door while the machine's files can still be found.
 *
 * @returns waits in front of it until somebody opens it
 */
export function findDoor(folder: string): () => void {
  // Both ends: whoever opens one of them alone waits for somebody at the other (fifo(7)).
  const file = openSync(doorOf(folder), constants.O_RDWR)
  return () => {
    readSync(file, Buffer.alloc(1))
    closeSync(file)
  }
}

/** Lets the one who waits go on. Throws Failure where nobody does. */
export function openDoor(folder: string): void {
  let file: number
  try {
    file = openSync(doorOf(folder), constants.O_WRONLY | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENXIO') throw new Failure('Its first process has ended before it was started.')
    if (code === 'ENOENT') throw new Failure('It was started already.')
    throw error
  }
  writeSync(file, '!')
  closeSync(file)
  rmSync(doorOf(folder))
}
