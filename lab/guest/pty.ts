import { openSync } from 'node:fs'
import { libc } from '../../provided/syscalls/libc.ts'

const TIOCSWINSZ = 0x5414

export interface Size {
  columns: number
  rows: number
}

/** A new pseudo-terminal: what is written to the master is typed on the slave, pty(7). */
export function openPty(size: Size): { master: number; slave: number } {
  const master = openSync('/dev/ptmx', 'r+')
  libc('unlockpt', [master])
  const name = Buffer.alloc(64)
  libc('ptsname_r', [master, name, name.length])
  setSize(master, size)
  return { master, slave: openSync(name.toString('utf8', 0, name.indexOf(0)), 'r+') }
}

/** Changes the size, and the kernel tells the programs in front by SIGWINCH. */
export function setSize(master: number, { columns, rows }: Size): void {
  const winsize = new Uint16Array([rows, columns, 0, 0])
  libc('ioctl', [master, TIOCSWINSZ, Buffer.from(winsize.buffer)])
}
