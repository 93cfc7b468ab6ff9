import { closeSync, openSync } from 'node:fs'

/**
 * Calls paths by short names meanwhile. The options of a mount are a page at most, which is 4096 bytes, and what is beyond
 * that is cut off without a word (mount(2)): not enough for the folders of fifty layers. What is open has a short name.
 *
 * @param paths - of what is there
 * @param action - gets as many names, in the same order; they mean something to this process, until it is done
 *
 * @example
 * withShortPaths(layers, (names) => mount('overlay', '/mnt', 'overlay', 0, `lowerdir=${names.join(':')}`))
 */
export function withShortPaths<T>(paths: string[], action: (names: string[]) => T): T {
  const files: number[] = []
  try {
    for (const path of paths) files.push(openSync(path, 'r'))
    return action(files.map((file) => `/proc/self/fd/${file}`))
  } finally {
    for (const file of files) closeSync(file)
  }
}
