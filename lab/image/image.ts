import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, type Setup } from '../cache.ts'
import type { Packages } from '../packages/packages.ts'
import { makeRoot } from '../packages/unpack.ts'
import { addBusyboxLayer } from './busybox-layer.ts'
import { makeDisk } from './disk.ts'
import { makeInitramfs } from './initramfs.ts'
import { projectDigest } from './project.ts'
import { linkApplets, makeTree } from './tree.ts'

/**
 * What the lab boots from, made unless this checkout's is there already.
 *
 * @returns the folder of `vmlinuz`, `initramfs`, `root.img` and `fs.img`
 */
export async function ensureImage(setup: Setup, packages: Packages): Promise<string> {
  return cached(setup, 'image', [packages.key, await projectDigest()], async (unfinished) => {
    setup.onProgress({ what: 'Making the lab’s disk' })
    const path = (name: string) => join(unfinished, name)
    await mkdir(path('work'))

    await makeTree(path('work/root'), packages, setup.signal)
    await makeDisk(path('root.img'), path('work/root'), '512M', packages.host, setup.signal)

    await makeBusyboxRootfs(path('work/fs/busybox/rootfs'), packages)
    addBusyboxLayer(path('work/fs'), join(packages.guest, 'bin/busybox'))
    await makeDisk(path('fs.img'), path('work/fs'), '2G', packages.host, setup.signal)

    await makeInitramfs(path('initramfs'), path('work/initramfs'), packages)
    await copyFile(join(packages.kernelRoot, 'boot', `vmlinuz-${packages.kernel}`), path('vmlinuz'))
    await rm(path('work'), { recursive: true })
  })
}

/** The image `busybox`, there without a network: what `run busybox /bin/sh` starts in. */
async function makeBusyboxRootfs(root: string, packages: Packages) {
  await mkdir(root, { recursive: true })
  await makeRoot(root)
  for (const dir of ['dev', 'proc', 'sys', 'tmp', 'root', 'etc']) await mkdir(join(root, dir))
  await copyFile(join(packages.guest, 'bin/busybox'), join(root, 'bin/busybox'))
  await linkApplets(root)
}
