/**
 * Builds the devcontainer in the lab, by the devcontainer CLI and podman, and grades in it. It takes root and long,
 * so it is run by hand: `npm run test:devcontainer`. What it printed is in
 * README.md beside this.
 */
import { cp, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openCache } from '../../lab/cache.ts'
import { run } from '../../lab/child.ts'
import { exec } from '../../lab/exec.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { openLab } from '../../lab/lab.ts'
import { ensurePackages } from '../../lab/packages/packages.ts'
import { addPodman } from '../../lab/podman/podman.ts'
import { showProgress } from '../../lab/progress.ts'
import { sendFiles } from '../../lab/workshop.ts'
import { inProject, project, temporaryFolder } from '../kit/project.ts'
import { standIn } from './base.ts'

const cli = '@devcontainers/cli@0.89.0'

const { onProgress, clear } = showProgress(process.stderr)
using folder = temporaryFolder()
const base = await standIn(onProgress)
const checkout = await checkoutDisk(folder.path)
const lab = await openLab({ memory: 4096, onProgress })
try {
  await addPodman(lab, { onProgress })
  await lab.attach([
    { file: base, path: '/run/lab/base.disk', writes: 'forgotten' },
    { file: checkout, path: '/run/lab/checkout.disk', writes: 'forgotten' },
  ])
  clear()
  const script = await readFile(join(import.meta.dirname, 'in-lab.sh'), 'utf8')
  await sendFiles(lab, { '/run/in-lab.sh': script })
  process.exitCode = await exec(lab, ['/bin/bash', '/run/in-lab.sh'], process, { cwd: '/' })
} finally {
  await lab.close()
}

/** A disk with what a person has cloned, and with the CLI. */
async function checkoutDisk(folder: string): Promise<string> {
  const [tree, disk] = [join(folder, 'tree'), join(folder, 'checkout.img')]
  const cloned = await run(['git', 'ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
  })
  for (const file of cloned.trim().split('\n')) {
    await mkdir(dirname(join(tree, 'drydock', file)), { recursive: true })
    await cp(inProject(file), join(tree, 'drydock', file))
  }
  await run(['npm', 'install', '--prefix', join(tree, 'cli'), cli])
  const { host } = await ensurePackages({ cache: await openCache(), onProgress })
  await makeDisk(disk, tree, '256M', host)
  return disk
}
