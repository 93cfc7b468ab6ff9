import { readdirSync, statSync } from 'node:fs'
import { Failure } from '../failure.ts'

/** Where the unpacked images are. */
export const IMAGES = '/fs'

/** `alpine`, `alpine:3.20`, `user/img`, `localhost:5000/img@sha256:…`: never `..` nor an option. */
const REFERENCE = /^[a-z0-9][a-zA-Z0-9._:@/-]*$/

/**
 * Where an image's root filesystem lies: `/fs/<image>/rootfs`, with `+` for each `/` of the name, so that
 * every image has a folder of its own, none lies within another, and none outside `/fs`.
 *
 * @param image - its name as in `docker pull`
 * @throws Failure if that is no name of an image
 * @example rootfsPath('user/img:1') // '/fs/user+img:1/rootfs'
 */
export function rootfsPath(image: string): string {
  if (!REFERENCE.test(image) || image.length > 255) {
    throw new Failure(
      `${JSON.stringify(image)} is no name of an image. Names look like busybox, alpine:3.20 or user/img.`,
    )
  }
  return `${IMAGES}/${image.replaceAll('/', '+')}/rootfs`
}

/**
 * The root filesystem of an image that is there.
 *
 * @throws Failure if it is not, naming those that are
 */
export function requireRootfs(image: string): string {
  const path = rootfsPath(image)
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path
  const [first, ...others] = availableImages()
  throw new Failure(
    first === undefined
      ? `There is no image ${image} at ${path} (ENOENT), nor any other. Next: npm run box, with busybox.`
      : `There is no image ${image} at ${path} (ENOENT). There is: ${[first, ...others].join(', ')}.`,
  )
}

function availableImages(): string[] {
  try {
    const names = readdirSync(IMAGES).map((folder) => folder.replaceAll('+', '/'))
    return names.filter((name) => REFERENCE.test(name)).sort()
  } catch {
    return []
  }
}
