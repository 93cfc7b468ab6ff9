import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { failed, Home, pulled } from '../kit/download/home.ts'
import { freshLayer, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { configOf, digestOf } from '../kit/image/repository.ts'
import { tarball } from '../kit/image/tarball.ts'
import { project } from '../kit/project.ts'

// What the lab's tests (pull.test.ts) do not need: it is root who unpacks, and on this machine.
const asRoot = test.runIf(process.getuid?.() === 0)
const registry = sharedRegistry()

const folderOf = (home: Home, image: string) => join(home.fs, `${registry.address}+${image}`)

/** An image that takes its time. */
async function putLarge(image: string) {
  const content = tarball([{ path: 'zeros', content: Buffer.alloc(200_000_000) }, { path: 'last' }])
  await putImage(registry.address, image, [gzipSync(content, { level: 1 })], { config: configOf(content) })
}

/** Waits until something is being unpacked. */
async function begins(home: Home): Promise<void> {
  const watcher = watch(home.fs)
  await once(watcher, 'change')
  watcher.close()
}

const isUnfinished = (name: string) => name.startsWith('.pull-')

asRoot('a folder of a year that no clock has is refused in words', async () => {
  using home = new Home()
  const folder = { path: 'folder/', type: 'directory', mtime: 2 ** 45, dialect: 'gnu' } as const
  const { digests } = await putImage(registry.address, 'timeless', [tarball([folder])])
  expect(await home.pull(`${registry.address}/timeless`)).toEqual(
    failed(`The layer ${digests[1]} cannot be unpacked:`, 'a header has a time that there is not'),
  )
})

asRoot('what is setuid in an image is in reach of root alone', async () => {
  using home = new Home()
  const entries = [
    { path: './', type: 'directory', mode: 0o755 },
    { path: 'su', mode: 0o4755 },
  ] as const
  await putImage(registry.address, 'setuid', [tarball([...entries])])
  expect(await home.pull(`${registry.address}/setuid`)).toEqual(pulled)
  const mode = (path: string) => statSync(join(folderOf(home, 'setuid'), path)).mode & 0o7777
  expect(['', 'rootfs', 'rootfs/su'].map(mode)).toEqual([0o700, 0o755, 0o4755])
})

/** Ways into a root: one stays where it was mounted, the other begins a tree of mounts of its own. */
const enter = {
  chroot: 'chroot(rootfs)',
  pivot_root: `mount(rootfs, rootfs, null, MS_BIND); process.chdir(rootfs); pivotRoot('.', '.'); umount2('.', MNT_DETACH)`,
}
asRoot.each(Object.entries(enter))('under a container that runs by %s the image stays', async (_, way) => {
  using home = new Home()
  await putImage(registry.address, 'moves', [freshLayer(100)])
  expect(await home.pull(`${registry.address}/moves`)).toEqual(pulled)
  const rootfs = join(folderOf(home, 'moves'), 'rootfs')
  const program = `
    import { chroot, pivotRoot } from '#provided/syscalls/root.ts'
    import { MNT_DETACH, MS_BIND, mount, umount2 } from '#provided/syscalls/mount.ts'
    const rootfs = ${JSON.stringify(rootfs)}
    ${way}
    process.stdout.write('inside')
    setInterval(() => {}, 1e6)`
  const node = [process.execPath, '--input-type=module', '--eval', program]
  const container = spawn('unshare', ['--mount', ...node], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(container, 'exit')
  using cleanup = new DisposableStack()
  cleanup.defer(() => container.kill('SIGKILL'))
  await once(container.stdout, 'data')
  const before = readdirSync(rootfs)

  const { manifest } = await putImage(registry.address, 'moves', [freshLayer(100)])
  expect(await home.pull(`${registry.address}/moves`)).toEqual(
    failed(
      `${folderOf(home, 'moves')} is to be replaced, and a container runs in it: process ${container.pid}.`,
      'To remove it would take the files away from under it.',
      `Next: end the container, if need be by kill -9 ${container.pid}, and pull again`,
    ),
  )
  expect(readdirSync(rootfs)).toEqual(before)
  expect(readdirSync(home.fs).filter(isUnfinished)).toEqual([])

  cleanup.dispose()
  await ended
  expect(await home.pull(`${registry.address}/moves`)).toEqual(pulled)
  expect(digestOf(readFileSync(join(folderOf(home, 'moves'), 'manifest.json')))).toBe(manifest.digest)
})

asRoot('two that unpack one image at once: one does, and the other finds it there', async () => {
  using home = new Home()
  await putLarge('large')
  const first = home.start(`${registry.address}/large`)
  await begins(home)
  // Else it might be done before the second has even started.
  first.kill('SIGSTOP')
  const second = home.start(`${registry.address}/large`)
  expect(await second.says()).toBe('Waiting for another pull\n')
  first.kill('SIGCONT')
  expect(await first.ended).toEqual(pulled)
  expect(await second.ended).toEqual({ exitCode: 0, stderr: 'Waiting for another pull' })
  expect(readdirSync(home.fs)).toEqual([`${registry.address}+large`])
  expect(readdirSync(join(folderOf(home, 'large'), 'rootfs'))).toEqual(['last', 'zeros'])
})

asRoot(
  'one that is killed while it unpacks: the next one removes what it left, and begins anew',
  async () => {
    using home = new Home()
    await putLarge('large')
    const first = home.start(`${registry.address}/large`)
    await begins(home)
    first.kill('SIGKILL')
    await first.ended
    const [left, ...others] = readdirSync(home.fs)
    expect(left).toMatch(/^\.pull-/)
    expect(others).toEqual([])
    expect(await home.pull(`${registry.address}/large`)).toEqual(pulled)
    expect(readdirSync(home.fs)).toEqual([`${registry.address}+large`])
    expect(readdirSync(join(folderOf(home, 'large'), 'rootfs'))).toEqual(['last', 'zeros'])
  },
)
