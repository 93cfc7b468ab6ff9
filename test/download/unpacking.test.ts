import { expect, test } from 'vitest'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { putImage, sharedRegistry } from '../kit/download/registry.ts'
import { tarball } from '../kit/image/tarball.ts'

// What the lab's tests (pull.test.ts) do not need: it is root who unpacks, and on this machine.
const asRoot = test.runIf(process.getuid?.() === 0)
const registry = sharedRegistry()

asRoot('a folder of a year that no clock has is refused in words', async () => {
  using home = new Home()
  const folder = { path: 'folder/', type: 'directory', mtime: 2 ** 45, dialect: 'gnu' } as const
  const { digests } = await putImage(registry.address, 'timeless', [tarball([folder])])
  expect(await home.pull(`${registry.address}/timeless`)).toEqual(
    failed(`The layer ${digests[1]} cannot be unpacked:`, 'a header has a time that there is not'),
  )
})
