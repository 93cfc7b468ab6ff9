import { chownSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { environment } from './kit/environment.ts'
import { inProject, temporaryFolder } from './kit/project.ts'

// The whole of it takes too long for here: see devcontainer/README.md beside this.

/** A machine of its own for the first process of the container: nothing of this one's is in its way. */
const contained = `
  mount -t tmpfs run /run
  mount -t tmpfs log /var/log
  test ! -d /fs || mount --bind /fs /fs
  mount -t tmpfs volume "$DRYDOCK/node_modules"
  exec "$0"
`
/** Looks what the container begins with, makes a file as root, and has the container stopped. */
const dockerd = `#!/bin/sh
  cd "$DRYDOCK"
  stat --format %u:%g src src/by-root >seen
  kill -TERM 1
  exec sleep infinity
`

const onlyRoot = test.runIf(process.getuid?.() === 0)

onlyRoot(
  'what root made in a checkout is its owner’s when the container starts, and when it stops',
  async () => {
    using folder = temporaryFolder()
    const checkout = join(folder.path, 'checkout')
    const path = (name: string) => join(checkout, name)
    for (const name of ['src', 'node_modules']) mkdirSync(path(name), { recursive: true })
    for (const name of ['by-root', 'by-another']) writeFileSync(path(`src/${name}`), '')
    symlinkSync('/etc/passwd', path('src/link'))
    chownSync(checkout, 1234, 1235)
    chownSync(path('src/by-another'), 99, 99)
    mkdirSync(join(folder.path, 'bin'))
    writeFileSync(join(folder.path, 'bin/dockerd'), dockerd, { mode: 0o755 })

    const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child']
    await execa('unshare', [...namespaces, 'sh', '-ec', contained, inProject('devcontainer/start')], {
      env: { ...environment, PATH: `${join(folder.path, 'bin')}:${environment.PATH}`, DRYDOCK: checkout },
      extendEnv: false,
    })

    const owner = (name: string) => `${lstatSync(path(name)).uid}:${lstatSync(path(name)).gid}`
    const given = ['src', 'src/by-root', 'src/link', 'node_modules', 'seen']
    expect(readFileSync(path('seen'), 'utf8')).toBe('1234:1235\n1234:1235\n')
    expect(given.map(owner)).toEqual(given.map(() => '1234:1235'))
    expect(owner('src/by-another')).toBe('99:99')
    expect(lstatSync('/etc/passwd').uid).toBe(0)
  },
)
