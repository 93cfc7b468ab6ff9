import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Failure } from '#provided/failure.ts'
import { folderOf } from '#provided/image/reference.ts'
import type { Store } from '#provided/image/store/store.ts'
import type { StoredImage } from '#provided/image/stored-image.ts'
import type { Layout } from '#provided/image/unpack.ts'
import { cached, openCache, type Setup } from '../../lab/cache.ts'
import { type ExecOptions, exec } from '../../lab/exec.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { type Lab, openLab } from '../../lab/index.ts'
import { ensurePackages } from '../../lab/packages/index.ts'
import type { OnProgress } from '../../lab/progress.ts'
import { sendFiles, sendWorkshop } from '../../lab/workshop.ts'

/** Of a disk, as mke2fs takes it. Its file has holes for what is not used. */
const SIZE = '32G'

/** Where the lab finds what it is shown of the person's store. */
const SHOWN = '/run/drydock/images'
/** Where it finds the disk, and has it mounted. */
const DISK = '/run/drydock/unpacked.disk'
const MOUNTED = '/run/drydock/unpacked'

/**
 * An image laid out on a disk of its own, by a lab, so that later labs have it at once. Kept with the lab's other files.
 *
 * @param options of a program in the lab
 * @returns the disk's file
 * @throws Failure in words for a person
 */
export async function unpackedDisk(
  image: StoredImage,
  layout: Layout,
  store: Store,
  options: ExecOptions & { prepare: Parameters<typeof sendWorkshop>[1] },
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<string> {
  const setup: Setup = { cache: await openCache(), onProgress, signal }
  const { manifest, reference } = image
  const key = [manifest.digest, reference.name, layout]
  const folder = await cached(setup, 'unpacked', key, async (unfinished) => {
    const [disk, empty] = [join(unfinished, 'disk.img'), join(unfinished, 'empty')]
    await mkdir(empty)
    const { host } = await ensurePackages(setup)
    await makeDisk(disk, empty, SIZE, host, signal)
    await rmdir(empty)
    const lab = await openLab({ onProgress, signal })
    try {
      onProgress({ what: `Unpacking ${reference.name}` })
      await sendWorkshop(lab, options.prepare)
      await showImage(lab, image, store)
      await lab.attach([{ file: disk, path: DISK, writes: 'kept' }])
      await unpackOn(lab, image, layout, options)
    } finally {
      await lab.close()
    }
  })
  return join(folder, 'disk.img')
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

/** By the reference's `pull`: the person's own need not work yet. */
async function unpackOn(
  lab: Lab,
  { reference }: StoredImage,
  layout: Layout,
  options: ExecOptions,
): Promise<void> {
  const pull = `
    mkdir -p ${MOUNTED} && mount ${DISK} ${MOUNTED} &&
    node solutions/${STEPS[layout]}/container.ts pull "$0" && umount ${MOUNTED}`
  const env = { ...options.env, DRYDOCK_STORE: SHOWN, DRYDOCK_FS: MOUNTED }
  const output = new PassThrough()
  const said = text(output)
  const stdio = { stdout: new PassThrough().resume(), stderr: output }
  const status = await exec(lab, ['sh', '-c', pull, reference.name], stdio, { ...options, env })
  output.end()
  if (status !== 0) throw new Failure((await said).replace(/^container: /, '').trimEnd(), status)
}

/**
 * Has an image in the lab's /fs. What is written to it is gone with the lab.
 *
 * @param disk as {@link unpackedDisk} made it
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
