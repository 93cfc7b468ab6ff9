import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Lab, openLab } from '../../../lab/index.ts'
import { program } from '../../../lab/packages/program.ts'
import { sendFiles, sendWorkshop } from '../../../lab/workshop.ts'
import { inLab } from '../in-lab.ts'
import { inProject } from '../project.ts'
import { imagesDisk } from './images-disk.ts'
import { configuration } from './registry.ts'
import { programs } from './tools.ts'

/** A lab with the project, and with a registry that has the images of the tests. */
export interface ImagesLab {
  lab: Lab
  /** Where the registry listens: `localhost:41273`. */
  address: string
  /** Runs a program in the project, and insists on its success. */
  run(...argv: string[]): Promise<string>
}

/** @param folder for what its disk is made from */
export async function openImagesLab(folder: string): Promise<ImagesLab> {
  const lab = await openLab({ disk: await imagesDisk(folder), memory: 1024, cold: true })
  await sendWorkshop(lab)
  const names = await readdir(inProject('test/kit/tree'))
  const files = names.map(async (name) => [
    join('/workshop/test/kit/tree', name),
    await readFile(inProject('test/kit/tree', name), 'utf8'),
  ])
  await sendFiles(lab, Object.fromEntries(await Promise.all(files)))
  await sendFiles(lab, { '/run/registry.json': configuration('/fs/registry', '127.0.0.1:0') })

  const run = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await inLab(
      lab,
      'sh',
      '-c',
      'cd /workshop && exec "$@"',
      'sh',
      ...argv,
    )
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`)
    return stdout
  }
  const port = await run('sh', '-c', start, ...program('/disk', programs.registry))
  return { lab, address: `localhost:${port.trim()}`, run }
}

/** Ends when the registry listens, and says where. It goes on in the background, and what it says is read by a cat. */
const start = `set -e
  cp -r /disk/registry /fs
  mkfifo /run/registry.log
  "$0" "$@" serve /run/registry.json </dev/null >/dev/null 2>/run/registry.log &
  exec 3</run/registry.log
  grep -m1 -o 'listening on [0-9.]*:[0-9]*' <&3 | grep -o '[0-9]*$'
  cat <&3 >/dev/null 2>&1 &
`
