import { gzipSync } from 'node:zlib'
import { configOf, type Layer } from './repository.ts'
import { type TarEntry, tarball } from './tarball.ts'

/** An image of one layer. */
export interface Broken {
  config: object
  layers: Layer[]
}

const file: TarEntry = { path: 'file', content: 'x'.repeat(5000) }
const whole = tarball([file])

/** Wrong within, though every digest is right. */
const wrong = (content: Buffer): Broken => ({ config: configOf(content), layers: [{ content }] })

/** Images that nobody can unpack. */
export const broken: Record<string, Broken> = {
  'cut-in-content': wrong(whole.subarray(0, 2048)),
  'cut-in-header': wrong(whole.subarray(0, 300)),
  'wrong-checksum': wrong(tarball([{ ...file, wrongChecksum: true }])),
  'no-tar': wrong(Buffer.from('<html>Sign in to this network</html>\n'.repeat(100))),
  'dangling-hard-link': wrong(tarball([{ path: 'a', type: 'hardlink', link: 'no/such' }])),
  'too-long-name': wrong(tarball([{ path: 'n'.repeat(256) }])),
  'name-with-nul': wrong(tarball([{ path: `a\0${'b'.repeat(100)}` }])),
  'cut-gzip': {
    config: configOf(whole),
    layers: [{ content: gzipSync(whole).subarray(0, -20), suffix: '+gzip' }],
  },
  'other-layer-than-configured': { config: configOf(tarball([])), layers: [{ content: whole }] },
  'more-layers-than-configured': {
    config: configOf(whole),
    layers: [{ content: whole }, { content: whole }],
  },
}
