import { statfsSync } from 'node:fs'
import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Failure } from '#provided/failure.ts'
import { messages } from '#provided/image/messages.ts'
import { folderOf } from '#provided/image/reference.ts'
import type { Store } from '#provided/image/store/store.ts'
import type { StoredImage } from '#provided/image/stored-image.ts'
import type { Layout } from '#provided/image/unpack.ts'
import { cached, openCache, type Setup } from '../../lab/cache.ts'
import { type ExecOptions, exec } from '../../lab/exec.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { digestOf } from '../../lab/image/project.ts'
import { type Lab, openLab } from '../../lab/lab.ts'
import { ensurePackages } from '../../lab/packages/packages.ts'
import { checkPlatform } from '../../lab/platform.ts'
import type { OnProgress } from '../../lab/progress.ts'
import { sendFiles, sendWorkshop } from '../../lab/workshop.ts'

const GIB = 1024 ** 3

/** Of a disk, at most, bytes. Its file has holes for what is not used. */
const LARGEST = 32 * GIB
/** How much of the person's own disk stays free, whatever an image unpacks to, bytes. */
const RESERVE = GIB
/** Less is not worth trying, bytes. */
const SMALLEST = GIB / 16

/** Where the lab finds what it is shown of the person's store. */
const SHOWN = '/run/drydock/images'
/** Where it finds the disk, and has it mounted. */
const DISK = '/run/drydock/unpacked.disk'
const MOUNTED = '/run/drydock/unpacked'

export interface UnpackOptions {
  signal: AbortSignal
  onProgress: OnProgress
  onNote: (note: string) => void
}

/**
 * An image laid out on a disk of its own, by a lab, so that later labs have it at once. Kept with the lab's other files.
 *
 * @param options - of a program in the lab
 * @param told - `onNote` of what a person should know, though it went on
 * @returns the disk's file
 * @throws Failure in words for a person; LabError where there is no lab
 */
export async function unpackedDisk(
  image: StoredImage,
  layout: Layout,
  store: Store,
  options: ExecOptions & { prepare: Parameters<typeof sendWorkshop>[1] },
  { signal, onProgress, onNote }: UnpackOptions,
): Promise<string> {
  checkPlatform()
  const setup: Setup = { cache: await openCache(), onProgress, signal }
  const { manifest, reference } = image
  // A disk that an older unpacker has made may be wrong where a newer one is right.
  const facts = [manifest.digest, reference.name, layout, await digestOf(['provided'])]
  const folder = await cached(setup, 'unpacked', facts, async (unfinished) => {
    const [disk, empty] = [join(unfinished, 'disk.img'), join(unfinished, 'empty')]
    await mkdir(empty)
    const { host } = await ensurePackages(setup)
    await makeDisk(disk, empty, `${Math.floor(sizeIn(unfinished) / 1024)}k`, host, signal)
    await rmdir(empty)
    const lab = await openLab({ onProgress, signal })
    try {
      onProgress({ what: `Unpacking ${reference.name}` })
      await sendWorkshop(lab, options.prepare)
      await showImage(lab, image, store)
      await lab.attach([{ file: disk, path: DISK, writes: 'kept' }])
      for (const note of await unpackOn(lab, image, layout, options)) onNote(note)
    } finally {
      await lab.close()
    }
  })
  return join(folder, 'disk.img')
}

/**
 * How large a disk may be, bytes: what is written to it takes as much of the person's own.
 *
 * @throws Failure where that is full
 */
function sizeIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize - RESERVE
  if (free < SMALLEST) throw messages.noSpace(folder, SMALLEST + RESERVE, bavail * bsize)
  return Math.min(LARGEST, free)
}

/** Shows an image of the person's store to the lab: what it consists of as disks, which copies nothing. */
async function showImage(lab: Lab, { reference, manifest, config, layers }: StoredImage, store: Store) {
  const digests = new Set([manifest, config, ...layers].map(({ digest }) => digest))
  const disks = [...digests].map((digest) => ({
    file: store.blob(digest),
    path: `${SHOWN}/blobs/${digest.replace(':', '/')}`,
  }))
  await lab.attach(disks)
  const named = JSON.stringify({ digest: manifest.digest, manifest })
  await sendFiles(lab, { [`${SHOWN}/names/${folderOf(reference)}.json`]: named })
}

/** The steps that lay images out so. */
const STEPS: Record<Layout, string> = { rootfs: '04-chroot', layers: '08-layers' }

/**
 * By the reference's `pull`: the person's own need not work yet.
 *
 * @returns what it said, though it went well
 */
async function unpackOn(
  lab: Lab,
  { reference }: StoredImage,
  layout: Layout,
  options: ExecOptions,
): Promise<string[]> {
  const pull = `
    mkdir -p ${MOUNTED} && mount ${DISK} ${MOUNTED} &&
    node solutions/${STEPS[layout]}/container.ts pull "$0" && umount ${MOUNTED}`
  const env = { ...options.env, DRYDOCK_STORE: SHOWN, DRYDOCK_FS: MOUNTED }
  const output = new PassThrough()
  const said = text(output)
  const stdio = { stdout: new PassThrough().resume(), stderr: output }
  const status = await exec(lab, ['sh', '-c', pull, reference.name], stdio, { ...options, env })
  output.end()
  const words = (await said).replace(/^container: /, '').trimEnd()
  if (status !== 0) throw new Failure(words, status)
  return words.split('\n').filter(Boolean)
}

/**
 * Has an image in the lab's /fs. What is written to it is gone with the lab.
 *
 * @param disk - as {@link unpackedDisk} made it
 * @returns 0, or an exit code
 */
export async function mountImage(lab: Lab, { reference }: StoredImage, disk: string): Promise<number> {
  await lab.attach([{ file: disk, path: DISK, writes: 'forgotten' }])
  // Not the disk as a whole: the lab has images and layers of its own.
  const mount = `
    mkdir -p ${MOUNTED} && mount ${DISK} ${MOUNTED} && cd ${MOUNTED} &&
    for folder in "$0" .layers/*/*; do
      if [ -d "$folder" ]; then mkdir -p "/fs/$folder" && mount --bind "$folder" "/fs/$folder" || exit; fi
    done`
  const { stdout, stderr } = process
  return exec(lab, ['sh', '-c', mount, folderOf(reference)], { stdout, stderr })
}
