import { fetchImage, type PullOptions } from '#provided/image/pull.ts'
import { parseReference } from '#provided/image/reference.ts'
import type { Store } from '#provided/image/store/store.ts'
import { type StoredImage, storedImage } from '#provided/image/stored-image.ts'

/**
 * The image that a command line is about, if it is one of the person's store, and downloaded where that is asked for.
 *
 * @param args - of `container.ts`: `pull alpine`, `run -v data:/data alpine sh`
 */
export async function findImage(
  [subcommand, ...words]: string[],
  store: Store,
  options: PullOptions,
): Promise<StoredImage | undefined> {
  const [name, ...others] = words
  if (subcommand === 'pull' && name !== undefined && others.length === 0)
    return fetchImage(parseReference(name), store, options)
  // Options come before the image, and what they are given is no image that was ever pulled.
  return subcommand === 'run' ? words.map((word) => stored(word, store)).find(Boolean) : undefined
}

function stored(word: string, store: Store): StoredImage | undefined {
  try {
    return storedImage(parseReference(word), store)
  } catch {
    return undefined
  }
}
