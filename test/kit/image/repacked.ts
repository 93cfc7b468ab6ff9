import type { ImagesLab } from './images-lab.ts'

/** What a person may do to a container's files, in the root of the crafted image. */
const changes = `set -e
  rm etc/removed usr/bin/su names/pax/*/file
  rm -r gone opaque
  mkdir opaque && echo new >opaque/a && touch -d @1234567890 opaque
  rm -r to-folder && echo file >to-folder
  rm from-fifo && mkdir -m 2750 from-fifo && echo in >from-fifo/it && chown -R 12:34 from-fifo
  rm dev/null && mknod -m 600 dev/null c 1 5
  mv names/gnu names/moved
  ln etc/shadow etc/shadow-
  ln -sfn ../var link-to-file
  chmod 4711 usr/bin/through-a-link
  touch -d @1600000000 tmp
`

/**
 * Makes the image `repacked` in the lab's registry, as one makes images by hand: `umoci unpack`, changes, and
 * `umoci repack`, as root.
 *
 * @param expected - where umoci unpacks it once more
 */
export async function makeRepacked(lab: ImagesLab, expected: string): Promise<void> {
  const [layout, bundle] = ['/fs/repacked/layout', '/fs/repacked/bundle']
  await lab.run('mkdir', '/fs/repacked')
  await lab.run('cp', '-r', '/disk/layouts/crafted/layout', layout)
  await lab.tool('umoci', 'unpack', '--image', `${layout}:image`, bundle)
  await lab.run('sh', '-c', `cd ${bundle}/rootfs && ${changes}`)
  await lab.tool('umoci', 'repack', '--image', `${layout}:repacked`, bundle)
  const to = `docker://${lab.address}/repacked`
  await lab.tool(
    'skopeo',
    '--insecure-policy',
    'copy',
    '--dest-tls-verify=false',
    `oci:${layout}:repacked`,
    to,
  )
  await lab.tool('umoci', 'unpack', '--image', `${layout}:repacked`, expected)
}
