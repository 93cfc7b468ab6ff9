import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { openCache } from '../lab/cache.ts'
import { environment } from './kit/environment.ts'
import { project, temporaryFolder } from './kit/project.ts'

/** Debian's `nobody`, who is in no group that owns a device. */
const nobody = '65534'
const asNobody = [
  '--reuid',
  nobody,
  '--regid',
  nobody,
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
]

test.runIf(process.getuid?.() === 0)('an account without privileges grades as root does', async () => {
  using home = temporaryFolder()
  const clone = join(home.path, 'drydock')
  cpSync(project, clone, { recursive: true, filter: (path) => !path.endsWith('.git') })
  await copyLab(join(home.path, '.cache/drydock/lab'))
  await execa('chown', ['-R', `${nobody}:${nobody}`, home.path])

  const { exitCode, stdout, stderr } = await execa(
    'setpriv',
    [...asNobody, 'node_modules/.bin/node', 'grader/grade/main.ts', '05', '--solution'],
    { cwd: clone, env: { PATH: environment.PATH ?? '', HOME: home.path }, extendEnv: false, reject: false },
  )
  expect(stdout, stderr).toContain('6 of 6')
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

/** What was set up already, and last used: making it anew would take a minute, and nothing that is asked here. */
async function copyLab(to: string): Promise<void> {
  const cache = await openCache()
  mkdirSync(to, { recursive: true })
  for (const kind of ['packages', 'image', 'snapshot', 'accelerator']) {
    const made = readdirSync(cache)
      .filter((name) => name.startsWith(`${kind}-`))
      .map((name) => join(cache, name))
      .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
      .at(-1)
    if (made) await execa('cp', ['-R', '--sparse=always', made, to])
  }
}
