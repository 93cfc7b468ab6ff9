import { afterAll, beforeAll, expect, test } from 'vitest'
import { broken } from './kit/image/broken.ts'
import { byTheSpec } from './kit/image/by-the-spec.ts'
import { variants } from './kit/image/images.ts'
import { ImagesLab } from './kit/image/images-lab.ts'
import type { Outcome } from './kit/image/pull-each.ts'
import { canary, reaching } from './kit/image/reaching.ts'
import { makeRepacked } from './kit/image/repacked.ts'
import { temporaryFolder } from './kit/project.ts'

// What is pulled is compared with what umoci makes of the same image: another program, by others, in another language.
// Where that is not right there is no such comparison: see by-the-spec.ts.
const folder = temporaryFolder()

/** Many pulls, ms. */
const patience = 300_000

let lab: ImagesLab
beforeAll(async () => {
  lab = await ImagesLab.open(folder.path)
  await lab.run('mkdir', '/fs/expected')
})
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]()
  folder.remove()
})

const failures = (outcomes: Outcome[]) => outcomes.filter(({ error }) => error)
/** An overlay counts those links to a file, too, that are in a lower layer and hidden by a higher one. */
const isNoCount = (difference: string) => !/: links \d+, expected \d+$/.test(difference)
const exists = async (path: string) =>
  (await lab.run('sh', '-c', `ls -d ${path} 2>&1 || true`)).trim() === path

test.each(['realistic', 'crafted'])(
  'the %s image, however it is compressed',
  { timeout: patience },
  async (image) => {
    const expected = `/fs/expected/${image}`
    await lab.tool('umoci', 'unpack', '--image', `/disk/layouts/${image}/layout:image`, expected)
    const images = variants.map((variant) => `${image}/${variant}`)
    expect(failures(await lab.pullEach(images))).toEqual([])
    expect(await lab.differences(`${expected}/rootfs`, images.map(lab.rootOf, lab))).toBe('')

    expect(failures(await lab.pullEach(images, 'layers'))).toEqual([])
    const differences = await lab.differences(`${expected}/rootfs`, await lab.merged(images))
    expect(differences.split('\n').filter(isNoCount)).toEqual([''])
  },
)

test('an image that umoci repacked: its whiteouts and its hard links', async () => {
  await makeRepacked(lab, '/fs/expected/repacked')
  expect(await lab.pull('repacked')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await lab.differences('/fs/expected/repacked/rootfs', [lab.rootOf('repacked')])).toBe('')

  const config = JSON.parse(await lab.run('cat', `${lab.rootOf('repacked')}/../config.json`))
  expect(config).toMatchObject({
    config: { Cmd: ['/bin/sh'], Env: ['PATH=/usr/bin:/bin'], WorkingDir: '/root' },
    rootfs: { type: 'layers' },
  })
})

test('what the specification says where umoci does otherwise', async () => {
  expect(await lab.pull('by-the-spec')).toMatchObject({ exitCode: 0, stderr: '' })
  const files = await lab.list(lab.rootOf('by-the-spec'))
  const found = files.map((line) => line.replace(/: type (\S+), mode (\S+),.* mtime (\d+).*/, ' $1 $2 $3'))
  expect(found.map((line) => line.replace(/^(undeclared .*) \d+$/, '$1'))).toEqual(byTheSpec.expected)
})

test.each(['oci', 'docker'])('of images for several platforms comes the one for this (%s)', async (kind) => {
  const image = `platforms/${kind}`
  expect(await lab.pull(image, '077')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await lab.run('cat', `${lab.rootOf(image)}/platform`)).toBe('linux/amd64\n')
  // No layer says so: a container whose user is not root needs it all the same, whatever the umask was.
  expect(await lab.run('stat', '-c', '%a', lab.rootOf(image))).toBe('755\n')
})

test('an image that reaches out of its root changes nothing outside', async () => {
  const expected = '/fs/expected/canary'
  const make = `mkdir ${canary} && cd ${canary} && echo whole >file && touch -d @1500000000 file .`
  await lab.run('sh', '-c', `${make} && cp -a . ${expected}`)
  const images = Object.keys(reaching).map((name) => `reaching/${name}`)
  const layered = await lab.pullEach(images, 'layers')
  const outcomes = await lab.pullEach(images)
  expect(await lab.differences(expected, [canary])).toBe('')
  expect(new Set(failures(layered).map(({ error }) => error?.name))).toEqual(new Set(['Failure']))

  for (const { image, error } of outcomes) {
    // Refused in words, or the image's own root was taken for the root.
    if (error) expect(error.name, `${image}: ${error.message}`).toBe('Failure')
    expect(error?.message ?? '', image).not.toContain('call stack')
    const root = lab.rootOf(image.slice(image.indexOf('/') + 1))
    expect(await exists(error ? root : `${root}/etc/kept`), `${image}: ${error?.message}`).toBe(!error)
  }
})

test('an image that is broken is refused in words, and nothing of it stays', async () => {
  const images = Object.keys(broken).map((name) => `broken/${name}`)
  const outcomes = await lab.pullEach(images)
  for (const { image, error } of outcomes)
    expect(error?.name, `${image}: ${error?.message ?? 'was taken'}`).toBe('Failure')
  expect(outcomes.length).toBe(images.length)
  expect(await lab.run('sh', '-c', 'ls -A /fs | grep -vx .layers | grep -e broken -e "^[.]" || true')).toBe(
    '',
  )

  // What is in the store is what its name says.
  const store = '/root/.cache/drydock/images/blobs/sha256'
  await lab.run('sh', '-c', `cd ${store} && for blob in *; do echo "$blob  $blob"; done | sha256sum -c`)
})

test('a tag that moves on leads to the new image, its digest to the old one', async () => {
  const tags = '/fs/registry/docker/registry/v2/repositories/moving/_manifests/tags'
  const first = `moving@${await lab.run('cat', `${tags}/latest/current/link`)}`
  expect(await lab.pull('moving:latest')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await lab.run('cat', `${lab.rootOf('moving')}/version`)).toBe('one')

  await lab.run('cp', `${tags}/next/current/link`, `${tags}/latest/current/link`)
  expect(failures(await lab.pullEach(['moving', 'moving:next', first]))).toEqual([])
  expect(await lab.run('cat', `${lab.rootOf('moving')}/version`)).toBe('two')
  expect(await lab.differences(lab.rootOf('moving'), [lab.rootOf('moving:next')])).toBe('')
  expect(await lab.run('cat', `${lab.rootOf(first)}/version`)).toBe('one')
})

test.each(['rootfs', 'layers'] as const)(
  'a pull that is killed while it unpacks leaves no half image, and the next one is whole (%s)',
  async (layout) => {
    const image = 'crafted/gzip'
    const left = await lab.killPulls(image, layout, 6)
    // They were killed at once, or a little later. How far each came is the machine's affair, and one may have ended just between
    // the image's appearance and the removal of the folder that it was made in.
    expect(left).toContainEqual({ unfinished: 1, isThere: false })
    for (const { unfinished, isThere } of left) expect(unfinished + Number(isThere)).toBeGreaterThan(0)

    expect(failures(await lab.pullEach([image], layout))).toEqual([])
    const root = layout === 'layers' ? await lab.merged([image]) : [lab.rootOf(image)]
    const differences = await lab.differences('/fs/expected/crafted/rootfs', root)
    expect(differences.split('\n').filter(layout === 'layers' ? isNoCount : () => true)).toEqual([''])
    expect(await lab.run('ls', '-A', '/fs')).not.toContain('.pull-')
  },
)

test('an image that is nowhere is told of in words', async () => {
  const { exitCode, stderr } = await lab.pull('no/such')
  expect(exitCode).toBe(125)
  expect(stderr).toContain('no/such')
})
