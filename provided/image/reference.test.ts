import { expect, test } from 'vitest'
import { folderOf, parseReference } from './reference.ts'

const hex = '0123456789abcdef'.repeat(4)
const digest = `sha256:${hex}`

test.each([
  ['alpine', 'docker.io', 'library/alpine', 'latest', 'alpine'],
  ['alpine:latest', 'docker.io', 'library/alpine', 'latest', 'alpine'],
  ['docker.io/alpine', 'docker.io', 'library/alpine', 'latest', 'alpine'],
  ['index.docker.io/library/alpine:3.20', 'docker.io', 'library/alpine', '3.20', 'alpine:3.20'],
  ['user/img', 'docker.io', 'user/img', 'latest', 'user/img'],
  ['library/a/b', 'docker.io', 'library/a/b', 'latest', 'library/a/b'],
  ['localhost/x', 'localhost', 'x', 'latest', 'localhost/x'],
  ['localhost:5000/x', 'localhost:5000', 'x', 'latest', 'localhost:5000/x'],
  [
    'localhost:5000/a/b__c--d.e:V1.2-x',
    'localhost:5000',
    'a/b__c--d.e',
    'V1.2-x',
    'localhost:5000/a/b__c--d.e:V1.2-x',
  ],
  ['docker.io/localhost/x', 'docker.io', 'localhost/x', 'latest', 'docker.io/localhost/x'],
  ['docker.io/a.b/c:1', 'docker.io', 'a.b/c', '1', 'docker.io/a.b/c:1'],
  [`docker.io/${hex}`, 'docker.io', `library/${hex}`, 'latest', `docker.io/library/${hex}`],
  ['[::1]:5000/x', '[::1]:5000', 'x', 'latest', '[::1]:5000/x'],
  [`ghcr.io/x/y@${digest}`, 'ghcr.io', 'x/y', digest, `ghcr.io/x/y@${digest}`],
  [`alpine:3.20@${digest}`, 'docker.io', 'library/alpine', digest, `alpine@${digest}`],
])('%s', (text, registry, repository, version, name) => {
  expect(parseReference(text)).toEqual({ registry, repository, version, name })
  expect(parseReference(name)).toEqual(parseReference(text))
})

test('every image has a folder of its own', () => {
  const images = ['alpine', 'alpine:3.20', 'user/img', 'user/img:1', 'user-img', 'localhost:5000/user/img']
  images.push('localhost/x', 'docker.io/localhost/x', 'a.b/c', 'docker.io/a.b/c')
  const folders = images.map((image) => folderOf(parseReference(image)))
  expect(new Set(folders).size).toBe(images.length)
  expect(folders).toContain('user+img')
  for (const folder of folders) expect(folder).not.toContain('/')
})

test('a name that is too long for a folder', () => {
  expect(() => parseReference('a'.repeat(241))).toThrow('has 241 characters, and may have 240')
  expect(parseReference('a'.repeat(240)).name).toBe('a'.repeat(240))
})

test.each([
  ...['', '.', '..', '../etc', '/etc', '-v', 'a b', 'user+img', 'a\0b', 'a\n', 'A', 'a:', 'a@', 'a/'],
  ...[
    'a//b',
    'a:b:c',
    'a@sha256:12',
    'a@b@c',
    'a..b',
    'a_',
    'https://a.b/c',
    'localhost:x/y',
    '-a.b/c',
    'data:/data',
  ],
  'f'.repeat(64),
])('no image is called %j', (image) => {
  expect(() => parseReference(image)).toThrow('no name of an image')
})
