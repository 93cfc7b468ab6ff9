import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { SysError } from './syscalls/sys-error.ts'

/**
 * Writes a value into a file of the kernel, such as `/sys/fs/cgroup/…/memory.max`, in one `write`.
 *
 * `fs.writeFileSync` works as well, but it tries to create what is missing, which a cgroup answers with a
 * puzzling EACCES, and its error does not tell which file the kernel refused a value for.
 *
 * @param path - an existing file
 * @param value - what the kernel is to read
 * @throws SysError of `open` (the file is missing) or `write` (the kernel refuses the value)
 */
export function writeKernelFile(path: string, value: string): void {
  const file = attempt('open', [path], () => openSync(path, constants.O_WRONLY))
  try {
    attempt('write', [path, value], () => writeSync(file, value))
  } finally {
    closeSync(file)
  }
}

/** Reads a file of the kernel, without the newline at its end. Throws SysError. */
export function readKernelFile(path: string): string {
  return attempt('open', [path], () => readFileSync(path, 'utf8')).trimEnd()
}

function attempt<T>(syscall: string, args: string[], action: () => T): T {
  try {
    return action()
  } catch (error) {
    const { errno } = error as NodeJS.ErrnoException
    // Not the kernel's: a number where Node takes only text.
    if (errno === undefined) throw error
    throw new SysError(syscall, args, -errno, args[0])
  }
}
