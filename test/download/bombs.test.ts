import { gzipSync } from 'node:zlib'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { Home } from '../kit/download/home.ts'
import { putImage, sharedRegistry } from '../kit/download/registry.ts'
import { configOf } from '../kit/image/repository.ts'
import { type TarEntry, tarball } from '../kit/image/tarball.ts'
import { inProject } from '../kit/project.ts'

const registry = sharedRegistry()

/** Images that would fill the disk, of 64 MiB, and are small themselves. */
const bombs: Record<string, TarEntry[]> = {
  bytes: [{ path: 'zeros', content: Buffer.alloc(70 * 1024 * 1024) }],
  files: Array.from({ length: 20_000 }, (_, n) => ({ path: `folder/${n}` })),
  'folders that no entry mentions': Array.from({ length: 10 }, (_, n) => ({
    path: `${n}/${'a/'.repeat(2000)}file`,
  })),
}

const pullHere = `
  mount -t tmpfs -o size=64M tmpfs "$DRYDOCK_FS"
  "$@"
  status=$?
  ls -A "$DRYDOCK_FS"
  exit $status`

test.runIf(process.getuid?.() === 0).each(Object.entries(bombs))(
  'an image with too many %s is refused, and nothing of it stays',
  async (_, entries) => {
    using home = new Home()
    const content = tarball(entries)
    const layer = gzipSync(content)
    expect(layer.length).toBeLessThan(500_000)
    await putImage(registry.address, 'bomb', [layer], { config: configOf(content) })
    // A disk of its own, in a mount namespace that goes away.
    const container = inProject('solutions/04-chroot/container.ts')
    const pull = [process.execPath, container, 'pull', `${registry.address}/bomb`]
    const { exitCode, stdout, stderr } = await execa(
      'unshare',
      ['--mount', 'sh', '-c', pullHere, 'sh', ...pull],
      { env: home.env, extendEnv: false, reject: false, stdin: 'ignore' },
    )
    expect(stderr).toMatch(
      /cannot be unpacked at \S+:\n {2}the image unpacks to more than 60\.4 MB, which is what it may take$/,
    )
    expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: '' })
  },
)
