import { Writable } from 'node:stream'
import { type StoredImage, storedImage } from '#provided/image/download.ts'
import { fetchImage, type PullOptions } from '#provided/image/pull.ts'
import { folderOf, parseReference } from '#provided/image/reference.ts'
import type { Store } from '#provided/image/store/store.ts'
import { type ExecOptions, exec } from '../../lab/exec.ts'
import type { Lab } from '../../lab/index.ts'
import { sendFiles } from '../../lab/workshop.ts'

/** Where the lab finds what it is shown of the person's store. */
const SHOWN = '/run/drydock/images'

/** Tells programs in the lab that nothing is to be fetched, and where there is what there is. */
export const givenStore = { DRYDOCK_STORE: SHOWN }

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

/** Shows an image of the person's store to the lab: what it consists of as disks, which copies nothing. */
export async function showImage(
  lab: Lab,
  { reference, manifest, config, layers }: StoredImage,
  store: Store,
) {
  const digests = new Set([manifest, config, ...layers].map(({ digest }) => digest))
  const disks = [...digests].map((digest) => ({
    file: store.blob(digest),
    path: `${SHOWN}/blobs/${digest.replace(':', '/')}`,
  }))
  await lab.attach(disks)
  const named = JSON.stringify({ digest: manifest.digest, manifest })
  await sendFiles(lab, { [`${SHOWN}/names/${folderOf(reference)}.json`]: named })
}

/**
 * Lays out an image that was shown in the lab's /fs, by the reference's `pull`: the person's own need not work yet.
 *
 * @returns 0, or the exit status to end with
 */
export function unpackInLab(lab: Lab, { reference }: StoredImage, options: ExecOptions): Promise<number> {
  const pull = ['node', 'solutions/04-chroot/container.ts', 'pull', reference.name]
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return exec(lab, pull, { stdout: nowhere, stderr: process.stderr }, options)
}
