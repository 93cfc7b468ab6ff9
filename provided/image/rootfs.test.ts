import { expect, test } from 'vitest'
import { rootfsPath } from './rootfs.ts'

test('every image has a folder of its own', () => {
  const images = ['alpine', 'alpine:3.20', 'user/img', 'user/img:1', 'user-img', 'localhost:5000/user/img']
  const paths = images.map(rootfsPath)
  expect(new Set(paths).size).toBe(images.length)
  expect(paths).toContain('/fs/alpine:3.20/rootfs')
  expect(paths).toContain('/fs/user+img/rootfs')
  for (const path of paths) expect(path).toMatch(/^\/fs\/[^/]+\/rootfs$/)
})

test.each(['', '.', '..', '../etc', '/etc', '-v', 'a b', 'user+img', 'a\0b', 'a\n', 'a'.repeat(256)])(
  'no image is called %j',
  (image) => {
    expect(() => rootfsPath(image)).toThrow('no name of an image')
  },
)
