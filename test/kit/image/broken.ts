import { readFile, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { blobFile } from './registry.ts'
import { configOf, digestOf, type Layer, type Repository } from './repository.ts'
import { type TarEntry, tarball } from './tarball.ts'

/** An image that nobody can use. */
export interface Broken {
  config: object
  layers: Layer[]
  /** What the registry has in the place of what it was given, and gives out without looking at it. */
  tampered?: { what: 'manifest' | 'config' | 'layer'; as: (content: Buffer) => Buffer }
}

const file: TarEntry = { path: 'file', content: 'x'.repeat(5000) }
const whole = tarball([file])

/** Wrong in itself, though each digest is right. */
const wrong = (content: Buffer): Broken => ({ config: configOf(content), layers: [{ content }] })

/** Right, but for what the registry makes of it. Each has a content of its own: the registry keeps equals once. */
const tampered = (
  mark: string,
  what: 'manifest' | 'config' | 'layer',
  as: (content: Buffer) => Buffer,
): Broken => {
  const content = tarball([{ ...file, content: mark }])
  return { config: { ...configOf(content), author: mark }, layers: [{ content }], tampered: { what, as } }
}

/** The same length, and as good to read. */
const changed = (content: Buffer) =>
  Buffer.from(content.toString('latin1').replace('intact', 'TAMPER'), 'latin1')

export const broken: Record<string, Broken> = {
  'cut-in-content': wrong(whole.subarray(0, 2048)),
  'cut-in-header': wrong(whole.subarray(0, 300)),
  'wrong-checksum': wrong(tarball([{ ...file, wrongChecksum: true }])),
  'no-time': wrong(tarball([{ path: 'a/', type: 'directory', mtime: 2 ** 45, dialect: 'gnu' }])),
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
  'changed-layer': tampered('intact 1', 'layer', changed),
  'changed-config': tampered('intact 2', 'config', changed),
  'changed-manifest': tampered('intact 3', 'manifest', (content) =>
    Buffer.concat([content, Buffer.from(' ')]),
  ),
  'longer-layer': tampered('intact 4', 'layer', (content) => Buffer.concat([content, Buffer.alloc(512)])),
  'shorter-layer': tampered('intact 5', 'layer', (content) => content.subarray(0, -512)),
}

/** @param storage - of the registry that it is put into */
export async function putBroken(repository: Repository, image: Broken, storage: string): Promise<void> {
  const { config, layers, tampered } = image
  const manifest = await repository.putImage(config, layers, { tag: 'latest' })
  if (!tampered) return
  const digests = {
    manifest: manifest.digest,
    config: digestOf(Buffer.from(JSON.stringify(config))),
    layer: digestOf(layers[0]?.content ?? Buffer.alloc(0)),
  }
  const file = blobFile(storage, digests[tampered.what])
  await writeFile(file, tampered.as(await readFile(file)))
}
