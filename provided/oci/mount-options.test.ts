import { expect, test } from 'vitest'
import { MS_BIND, MS_NODEV, MS_NOSUID, MS_PRIVATE, MS_RDONLY, MS_REC } from '../syscalls/mount.ts'
import { mountOptions } from './mount-options.ts'

test.each([
  [[], { flags: 0, propagation: 0, data: '' }],
  [
    ['nosuid', 'nodev', 'mode=755', 'size=65536k'],
    { flags: MS_NOSUID | MS_NODEV, propagation: 0, data: 'mode=755,size=65536k' },
  ],
  [
    ['rbind', 'rprivate', 'ro'],
    { flags: MS_BIND | MS_REC | MS_RDONLY, propagation: MS_PRIVATE | MS_REC, data: '' },
  ],
  [['ro', 'rw'], { flags: 0, propagation: 0, data: '' }],
  [['tmpcopyup', 'newinstance'], { flags: 0, propagation: 0, data: 'newinstance' }],
])('%j', (options, result) => {
  expect(mountOptions(options)).toEqual(result)
})
