import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { distributionSources } from './sources.ts'

async function offered(files: Record<string, string>, backports = false) {
  await using etc = await mkdtempDisposable(join(tmpdir(), 'drydock-etc-'))
  await mkdir(join(etc.path, 'sources.list.d'))
  for (const [path, text] of Object.entries(files)) await writeFile(join(etc.path, path), text)
  return await distributionSources('bookworm', { etc: etc.path, backports })
}

const text = async (...given: Parameters<typeof offered>) => [...(await offered(...given)).values()].join('')

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

test('backports come from where the release comes from', async () => {
  const kept = await text(
    {
      'sources.list': `deb [arch=amd64] http://mirror.example/debian bookworm main
deb http://mirror.example/debian bookworm-updates main
`,
      'sources.list.d/debian.sources': `Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-updates bookworm
Components: main`,
    },
    true,
  )
  expect(kept).toBe(`deb [arch=amd64] http://mirror.example/debian bookworm main
deb [arch=amd64] http://mirror.example/debian bookworm-backports main
deb http://mirror.example/debian bookworm-updates main
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-updates bookworm bookworm-backports
Components: main

`)
})

test('a machine without sources has none', async () => {
  expect(await offered({})).toEqual(new Map())
})
