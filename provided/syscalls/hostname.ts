import { libc } from './libc.ts'

/**
 * Names the machine, as far as the UTS namespace of the calling thread reaches. Without a namespace of
 * one's own that is the whole machine.
 *
 * @param name - at most 64 bytes
 * @see man 2 sethostname, man 7 uts_namespaces
 */
export function sethostname(name: string): void {
  libc('sethostname', [name, Buffer.byteLength(name)])
}
