import { mkdtempDisposableSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLab } from '../../lab/lab.ts'
import type { OnProgress } from '../../lab/progress.ts'
import { sendFiles, sendWorkshop } from '../../lab/workshop.ts'
import { inLab } from '../../test/kit/in-lab.ts'
import { project } from '../../test/kit/project.ts'
import { bundle, config, fromProject, others } from './contestants.ts'
import { runtimesDisk } from './disk.ts'
import type { Race } from './race.ts'

const workshop = '/workshop'
const race = 'bench/starts/race.ts'
const boot = 'bench/starts/boot.mjs'

/** The lab has the loader and the C library; what else the runtimes need is linked to where it is looked for. */
const link =
  'for file in /disk/usr/lib/x86_64-linux-gnu/*.so*; do ln -s $file /usr/lib/x86_64-linux-gnu/ 2>/dev/null; done; true'

/** Milliseconds from the start of a container in the lab to the end of its command, by who starts it. */
export async function startsInLab(rounds: number, onProgress: OnProgress): Promise<Record<string, number[]>> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'drydock-bench-'))
  const disk = await runtimesDisk(folder.path, onProgress)
  // Booted: a snapshot of a lab with this disk would be for this once.
  const lab = await openLab({ cold: true, disk, onProgress })
  try {
    await sendWorkshop(lab)
    await sendFiles(lab, {
      [join(workshop, race)]: await readFile(join(project, race), 'utf8'),
      [join(workshop, boot)]: await readFile(join(project, boot), 'utf8'),
      [join(bundle, 'config.json')]: JSON.stringify(config),
    })
    await inLab(lab, 'sh', '-c', link)
    const PATH = '/disk/usr/sbin:/disk/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    const given: Race = {
      contestants: { ...fromProject(workshop), ...others },
      rounds,
      env: { PATH, NODE_COMPILE_CACHE: '/run/bench-compile-cache' },
      cwd: workshop,
    }
    const { exitCode, stdout, stderr } = await inLab(lab, 'node', join(workshop, race), JSON.stringify(given))
    if (exitCode !== 0) throw new Error(`The race in the lab ended with ${exitCode}: ${stderr}`)
    return JSON.parse(stdout)
  } finally {
    await lab.close()
  }
}
