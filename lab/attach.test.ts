import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inLab } from '../test/kit/in-lab.ts'
import { type Lab, type LabOptions, openLab } from './lab.ts'
import { LabError } from './messages.ts'

// The set-up of a first use is part of whichever test comes first.
const PATIENCE = { timeout: 180_000 }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'attach, '))
})

const labs: Lab[] = []
afterEach(async () => {
  await Promise.all(labs.splice(0).map((lab) => lab.close()))
  await rm(dir, { recursive: true })
})

async function open(options?: LabOptions) {
  const lab = await openLab(options)
  labs.push(lab)
  return lab
}

/** A file of so many bytes, with the digest of what the lab should find. */
async function make(name: string, size: number) {
  const file = join(dir, name)
  const content = randomBytes(size)
  await writeFile(file, content)
  const padded = Buffer.concat([content, Buffer.alloc(-size & 511)])
  return { file, path: `/blobs/of the lab/${name}`, digest: sha256(padded) }
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

const digests = async (lab: Lab, paths: string[]) => {
  const { stdout } = await inLab(lab, 'sha256sum', ...paths)
  return stdout.split('\n').flatMap((line) => line.split(' ')[0] || [])
}

async function expectAll(lab: Lab, made: { path: string; digest: string }[]) {
  const found = await digests(
    lab,
    made.map(({ path }) => path),
  )
  expect(found).toEqual(made.map(({ digest }) => digest))
}

test.for([
  { lab: 'restored', cold: false },
  { lab: 'booted', cold: true },
])('a $lab lab has files of any length and name, and more of them later', PATIENCE, async ({ cold }) => {
  const lab = await open({ cold })
  expect(lab.restored).toBe(!cold)
  const sizes = [0, 1, 511, 512, 513, 3_000_001]
  const first = await Promise.all(sizes.map((size) => make(`${size} bytes, "é"\\.bin`, size)))
  await lab.attach(first)
  await expectAll(lab, first)
  const second = await make('second', 70_007)
  await lab.attach([second])
  await expectAll(lab, [...first, second])
})

test('two hundred files, in calls that overlap', PATIENCE, async () => {
  const lab = await open()
  const all = await Promise.all(Array.from({ length: 200 }, (_, n) => make(String(n), 1000 + n)))
  await Promise.all([
    lab.attach(all.slice(0, 50)),
    lab.attach(all.slice(50, 51)),
    lab.attach(all.slice(51, 199)),
    lab.attach(all.slice(199)),
  ])
  await expectAll(lab, all)
})

test('labs side by side have the same file, under as many names as they like', PATIENCE, async () => {
  const { file, digest } = await make('layer', 12_345)
  const paths = ['/a', '/b/c']
  for (const lab of await Promise.all([open(), open()])) {
    await lab.attach(paths.map((path) => ({ file, path })))
    expect(await digests(lab, paths)).toEqual([digest, digest])
  }
})

test('nothing can be written to it from inside', PATIENCE, async () => {
  const lab = await open()
  const { file, path } = await make('layer', 10_000)
  const before = sha256(await readFile(file))
  await lab.attach([{ file, path }])
  const write = 'blockdev --setrw "$0"; dd if=/dev/zero of="$0" bs=512 count=1 conv=fsync,notrunc'
  const { exitCode, stderr } = await inLab(lab, 'sh', '-c', write, path)
  expect(exitCode).not.toBe(0)
  expect(stderr).toContain('Read-only file system')
  expect(sha256(await readFile(file))).toBe(before)
})

test('what is written to it is kept or forgotten, as was asked for', PATIENCE, async () => {
  const [lab, other] = [await open(), await open()]
  const { file, path } = await make('a "disk", to write on', 4096)
  const before = sha256(await readFile(file))
  const write = async (to: Lab) => {
    const { exitCode, stderr } = await inLab(
      to,
      'dd',
      'if=/bin/busybox',
      `of=${path}`,
      'bs=4096',
      'count=1',
      'conv=fsync,notrunc',
    )
    expect(exitCode, stderr).toBe(0)
    return digests(to, [path])
  }
  for (const each of [lab, other]) await each.attach([{ file, path, writes: 'forgotten' }])
  const [written] = await write(lab)
  expect(written).not.toBe(before)
  expect(await digests(other, [path])).toEqual([before])
  await Promise.all([lab.close(), other.close()])
  expect(sha256(await readFile(file))).toBe(before)

  const keeper = await open()
  await keeper.attach([{ file, path, writes: 'kept' }])
  await write(keeper)
  await keeper.close()
  expect(sha256(await readFile(file))).toBe(written)
})

test.runIf(process.getuid?.() === 0)(
  'where this machine’s own disk is full a write fails inside, and the lab goes on',
  PATIENCE,
  async () => {
    const [small, file] = [join(dir, 'small'), join(dir, 'small/disk')]
    await mkdir(small)
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=8M', 'tmpfs', small])
    await using mounted = new AsyncDisposableStack()
    mounted.defer(async () => void (await execa('umount', ['--lazy', small])))
    await writeFile(file, '')
    await truncate(file, 64 * 1024 * 1024)

    const lab = await open()
    await lab.attach([{ file, path: '/larger', writes: 'kept' }])
    const write = 'dd if=/dev/zero of=/larger bs=1M count=32 conv=fsync'
    const { exitCode, stderr } = await inLab(lab, 'sh', '-c', write)
    expect(stderr).toContain('Input/output error')
    expect(exitCode).toBe(1)
    expect(await inLab(lab, 'echo', 'here')).toMatchObject({ stdout: 'here\n', exitCode: 0 })
  },
)

test('a file that is not there is told in words, and the lab goes on', PATIENCE, async () => {
  const lab = await open()
  const good = await make('good', 1000)
  const missing = join(dir, 'missing')
  const refused = lab.attach([good, { file: missing, path: '/blobs/missing' }])
  await expect(refused).rejects.toThrow(LabError)
  await expect(refused).rejects.toThrow(
    [
      `${missing} could not be attached to the lab.`,
      `    Could not open '${missing}': No such file or directory`,
      `  QEMU reads it as you do. See whether it is there and yours to read: ls -l '${missing}'`,
    ].join('\n'),
  )
  expect((await inLab(lab, 'ls', '/blobs')).exitCode).not.toBe(0)
  await lab.attach([good])
  await expectAll(lab, [good])
})

test('a lab that is closed rejects a file', PATIENCE, async () => {
  const lab = await open()
  const disk = await make('layer', 1000)
  const rejected = expect(lab.attach([disk])).rejects.toThrow('The lab is closed.')
  await lab.close()
  await rejected
  await expect(lab.attach([disk])).rejects.toThrow('The lab is closed.')
})
