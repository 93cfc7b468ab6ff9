import { program } from '../../../lab/packages/program.ts'
import type { ImagesLab } from './images-lab.ts'
import { programs } from './tools.ts'

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
 * Makes an image in the lab as one makes them by hand: `umoci unpack`, changes, `umoci repack`, as root.
 *
 * @returns its name in the lab's registry
 */
export async function makeRepacked({ run, address }: ImagesLab): Promise<string> {
  const [umoci, skopeo] = [program('/disk', programs.umoci), program('/disk', programs.skopeo)]
  const [layout, bundle] = ['/fs/repacked/layout', '/fs/repacked/bundle']
  await run('mkdir', '/fs/repacked')
  await run('cp', '-r', '/disk/layouts/crafted/layout', layout)
  await run(...umoci, 'unpack', '--image', `${layout}:image`, bundle)
  await run('sh', '-c', `cd ${bundle}/rootfs && ${changes}`)
  await run(...umoci, 'repack', '--image', `${layout}:repacked`, bundle)
  const copy = [...skopeo, '--insecure-policy', 'copy', '--dest-tls-verify=false', `oci:${layout}:repacked`]
  await run(...copy, `docker://${address}/repacked`)
  await run(...umoci, 'unpack', '--image', `${layout}:repacked`, '/fs/expected/repacked')
  return `${address}/repacked`
}
