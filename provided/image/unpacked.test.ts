import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What runs if this is what the image says, and this what was asked for. */
async function commandOf(config: object, given: string[] = []): Promise<string[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'drydock-unpacked-'))
  await mkdir(join(folder.path, 'image/rootfs'), { recursive: true })
  await writeFile(join(folder.path, 'image/config.json'), JSON.stringify({ config }))
  process.env.DRYDOCK_FS = folder.path
  const { unpackedImage } = await import(`./unpacked.ts?${folder.path}`)
  return unpackedImage('image', given).command
}

test.each([
  [{ Cmd: ['sh', '-l'] }, [], ['sh', '-l']],
  [{ Cmd: ['sh'] }, ['ls', '/'], ['ls', '/']],
  [{ Entrypoint: ['talk'], Cmd: ['by'] }, [], ['talk', 'by']],
  [{ Entrypoint: ['talk'], Cmd: ['by'] }, ['to'], ['talk', 'to']],
  // As the first images had it, and Docker still reads it.
  [{ Cmd: 'sh' }, [], ['sh']],
  [{ Entrypoint: 'talk', Cmd: 'by' }, [], ['talk', 'by']],
  [{ Entrypoint: null, Cmd: null }, ['ls'], ['ls']],
])('of an image that says %j, asked for %j, runs %j', async (config, given, command) => {
  expect(await commandOf(config, given)).toEqual(command)
})

test('an image that runs nothing by itself', async () => {
  await expect(commandOf({})).rejects.toThrow('The image image runs nothing by itself.')
})
