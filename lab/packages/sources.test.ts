import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { distributionSources } from './sources.ts'

async function etc(files: Record<string, string>) {
  const dir = await mkdtemp(join(tmpdir(), 'drydock-etc-'))
  await mkdir(join(dir, 'sources.list.d'))
  for (const [path, text] of Object.entries(files)) await writeFile(join(dir, path), text)
  return dir
}

const text = async (files: Record<string, string>) =>
  [...(await distributionSources('bookworm', await etc(files))).values()].join('')

test('the distribution’s suites stay, third-party ones go', async () => {
  const kept = await text({
    'sources.list': `
# deb http://mirror.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb [signed-by=/k.gpg arch=amd64] http://mirror.example/security bookworm-security main
deb https://packages.example/apt cloud-sdk-bookworm main
deb https://download.example/linux/debian bookworm stable
`,
  })
  expect(kept).toBe(`deb http://mirror.example/debian bookworm main contrib
deb [signed-by=/k.gpg arch=amd64] http://mirror.example/security bookworm-security main
`)
})

test('stanzas are kept whole, with their keys, and for binaries only', async () => {
  const kept = await text({
    'sources.list.d/debian.sources': `Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/archive.gpg

Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-backports
Components: main
`,
    'sources.list.d/node.sources': `Types: deb
URIs: https://deb.example/node
Suites: nodistro
Components: main
`,
    'sources.list.d/old.list.disabled': 'deb http://old.example bookworm main\n',
  })
  expect(kept).toBe(`Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/archive.gpg

`)
})

test('a machine without sources has none', async () => {
  expect(await distributionSources('bookworm', await etc({}))).toEqual(new Map())
})
