import { afterAll, beforeAll, expect, test } from 'vitest'
import { program } from '../lab/packages/program.ts'
import { broken } from './kit/image/broken.ts'
import { byTheSpec } from './kit/image/by-the-spec.ts'
import { variants } from './kit/image/images.ts'
import { type ImagesLab, openImagesLab } from './kit/image/images-lab.ts'
import { versions } from './kit/image/moving.ts'
import { Pulls } from './kit/image/pulls.ts'
import { canary, reaching } from './kit/image/reaching.ts'
import { makeRepacked } from './kit/image/repacked.ts'
import { digestOf } from './kit/image/repository.ts'
import { programs } from './kit/image/tools.ts'
import { temporaryFolder } from './kit/project.ts'

// What is pulled is compared with what umoci makes of the same image: another program, by others, in another language.
// Where that is not right there is no such comparison: see by-the-spec.ts.
const folder = temporaryFolder()
let lab: ImagesLab
let pulls: Pulls
beforeAll(async () => {
  lab = await openImagesLab(folder.path)
  pulls = new Pulls(lab)
})
afterAll(async () => {
  await lab?.close()
  folder.remove()
})

test.each(['realistic', 'crafted'])('the %s image, however it is compressed', async (image) => {
  const layout = `/disk/layouts/${image}/layout:image`
  await lab.run(...program('/disk', programs.umoci), 'unpack', '--image', layout, `/fs/expected/${image}`)
  const names = variants.map((variant) => `${image}/${variant}`)
  for (const name of names) await pulls.pull(name)
  expect(await pulls.differences(`/fs/expected/${image}/rootfs`, ...names)).toBe('')
})

test('an image of umoci repack, its whiteouts and hard links', async () => {
  await makeRepacked(lab)
  await pulls.pull('repacked')
  expect(await pulls.differences('/fs/expected/repacked/rootfs', 'repacked')).toBe('')
})

test('what the specification says where umoci does otherwise', async () => {
  await pulls.pull('by-the-spec')
  expect(await pulls.list('by-the-spec')).toMatchObject(byTheSpec.expected)
})

test('the configuration comes along', async () => {
  await pulls.pull('crafted/gzip')
  const config = JSON.parse(await lab.run('cat', `${pulls.folderOf('crafted/gzip')}/config.json`))
  expect(config).toMatchObject({
    config: { Cmd: ['/bin/sh'], Env: ['PATH=/usr/bin:/bin'], WorkingDir: '/root' },
    rootfs: { type: 'layers' },
  })
})

test.each(['oci', 'docker'])('of an index (%s) comes what is for this machine', async (kind) => {
  await pulls.pull(`platforms/${kind}`)
  expect(await pulls.read(`platforms/${kind}`, 'platform')).toBe('linux/amd64\n')
})

test('an image that reaches out of its root reaches nothing', async () => {
  await lab.run('sh', '-c', `mkdir ${canary}; echo whole >${canary}/file; cp -a ${canary} /fs/expected/canary`)
  const names = Object.keys(reaching).map((name) => `reaching/${name}`)
  const results = await pulls.tryAll(names)
  expect(await pulls.differences('/fs/expected/canary', canary)).toBe('')

  for (const [name, { exitCode, stderr, files }] of results) {
    expect([0, 125], `${name}: ${stderr}`).toContain(exitCode)
    expect(stderr, name).not.toMatch(/^ +at /m)
    if (exitCode === 0) expect(files, name).toContain('etc/kept')
    else expect(files, name).toEqual([])
  }
})

test('an image that is broken is refused in words, and nothing of it stays', async () => {
  const results = await pulls.tryAll(Object.keys(broken).map((name) => `broken/${name}`))
  for (const [name, { exitCode, stderr, files }] of results) {
    expect(exitCode, `${name}: ${stderr}`).toBe(125)
    expect(stderr, name).not.toMatch(/^ +at /m)
    expect(files, name).toEqual([])
  }
})
