import { expect, test } from 'vitest'
import { runOptions, TAKES } from '../solutions/06-volumes/options.ts'

const read = (line: string) => runOptions(line.split(' '))
const volume = (source: string, target: string, readOnly = false) => ({ source, target, readOnly })

test('a path is a path, and a name is kept with the images', () => {
  const { volumes } = read('-v /a:/a -v ./b:/b -v ../c:/c -v data-1.x:/d:ro busybox')
  expect(volumes).toEqual([
    volume('/a', '/a'),
    volume(`${process.cwd()}/b`, '/b'),
    volume(`${process.cwd().replace(/\/[^/]*$/, '')}/c`, '/c'),
    volume('/fs/.volumes/data-1.x', '/d', true),
  ])
})

test('what follows the image is the command’s own', () => {
  expect(read('busybox grep -v data:/data')).toEqual({
    volumes: [],
    image: 'busybox',
    command: ['grep', '-v', 'data:/data'],
  })
})

test('an outer volume comes before those that lie in it', () => {
  const { volumes } = read('-v a:/x/y/z -v b:/x/ -v c:/x/y busybox')
  expect(volumes.map(({ target }) => target)).toEqual(['/x/', '/x/y', '/x/y/z'])
})

test.each([
  ['-v data:/data'],
  ['-v'],
  ['-v data busybox'],
  ['-v data:data busybox'],
  ['-v data:/ busybox'],
  ['-v data:/data:rw busybox'],
  ['-v data:/data:ro:ro busybox'],
  ['-v a/b:/data busybox'],
  ['-v -a:/data busybox'],
  ['-v :/data busybox'],
  ['-v a:/data -v b:/data busybox'],
  ['-w /data busybox'],
])('%s is wrong use: 2, and what would be right', (line) => {
  expect(() => read(line)).toThrow(
    expect.objectContaining({ exitStatus: 2, message: expect.stringContaining(TAKES) }),
  )
})
