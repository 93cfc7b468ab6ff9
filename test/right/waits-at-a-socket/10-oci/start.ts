import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { noted, socketOf } from './notes.ts'

export async function start({ id }: CommandLine): Promise<number> {
  noted(id)
  const socket = connect(socketOf(id))
  await once(socket, 'connect')
  rmSync(socketOf(id))
  socket.destroy()
  return 0
}
