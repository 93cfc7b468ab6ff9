import { expect, test } from 'vitest'
import { wishesOf } from './image-config.ts'

test.each([
  [{ Cmd: ['sh', '-l'] }, [], ['sh', '-l']],
  [{ Cmd: ['sh'] }, ['ls', '/'], ['ls', '/']],
  [{ Entrypoint: ['talk'], Cmd: ['by'] }, [], ['talk', 'by']],
  [{ Entrypoint: ['talk'], Cmd: ['by'] }, ['to'], ['talk', 'to']],
  // As the first images had it, and Docker still reads it.
  [{ Cmd: 'sh' }, [], ['sh']],
  [{ Entrypoint: 'talk', Cmd: 'by' }, [], ['talk', 'by']],
  [{ Entrypoint: null, Cmd: null }, ['ls'], ['ls']],
])('of an image that says %j, asked for %j, runs %j', (config, given, command) => {
  expect(wishesOf({ config }, 'image', given).command).toEqual(command)
})

test('an image that runs nothing by itself', () => {
  expect(() => wishesOf({}, 'image', [])).toThrow('The image image runs nothing by itself.')
})
