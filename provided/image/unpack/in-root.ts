import { closeSync, openSync } from 'node:fs'
import { libc } from '../../syscalls/libc.ts'
import { chroot } from '../../syscalls/root.ts'

/**
 * Does something with another folder as `/`, so that no name leads out of it: not `..`, not a symlink. Chroot keeps
 * nobody in who wants out; names want nothing, and no program of the folder is run.
 *
 * Modules and libraries have to be loaded before. The process is out again at the end, by the folder it has kept open.
 */
export async function inRoot<T>(root: string, work: () => Promise<T>): Promise<T> {
  const here = process.cwd()
  const outside = openSync('/', 'r')
  try {
    chroot(root)
    process.chdir('/')
    return await work()
  } finally {
    libc('fchdir', [outside])
    chroot('.')
    process.chdir(here)
    closeSync(outside)
  }
}
