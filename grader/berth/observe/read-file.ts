import { constants } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { pathInRoot } from '#provided/path-in-root.ts'

/** More than this of a file is nobody's answer to a question of ours, bytes. */
const limit = 1024 * 1024

/**
 * Reads a file, or the names in a folder, a line each, as a process finds it; null where there is none. With a slash at
 * the end it is a folder or nothing.
 *
 * What lies there is the code's to choose: its symlinks mean its own root, a pipe or a device is not read, and what
 * makes its reader wait does not have the judge wait, for another thread reads.
 *
 * @param root - its root or its working folder, through /proc
 */
export async function readIn(root: string, path: string): Promise<string | null> {
  try {
    const found = pathInRoot(root, path)
    if ((await stat(found)).isDirectory()) return (await readdir(found)).join('\n')
    if (path.endsWith('/')) return null
    await using file = await open(found, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
    return (await file.stat()).isFile() ? await contentOf(file) : null
  } catch {
    return null
  }
}

async function contentOf(file: FileHandle): Promise<string> {
  const text = Buffer.alloc(limit)
  let length = 0
  // Files of /proc come in pieces.
  for (let more = -1; more !== 0 && length < limit; length += more)
    more = (await file.read(text, length)).bytesRead
  return text.toString('utf8', 0, length)
}

/** Where /proc shows what a process has: its root, its working folder, or its own folder there. */
export const folderInProc = ({ pid, from }: { pid: number; from: 'root' | 'cwd' | 'proc' }) =>
  from === 'proc' ? `/proc/${pid}` : `/proc/${pid}/${from}`
