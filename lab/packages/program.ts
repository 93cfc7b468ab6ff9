import { join } from 'node:path'

export const LIBRARIES = 'usr/lib/x86_64-linux-gnu'
export const LOADER = 'usr/lib64/ld-linux-x86-64.so.2'

/**
 * The command line that starts a program of an unpacked root with that root's own loader and libraries,
 * so that neither this machine's libc nor its version matters.
 *
 * @param path - `usr/sbin/mke2fs`
 */
export function program(root: string, path: string): string[] {
  return [join(root, LOADER), '--library-path', join(root, LIBRARIES), join(root, path)]
}
