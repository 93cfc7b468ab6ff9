import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesOf, PROJECT } from './image/project.ts'
import type { Lab } from './index.ts'

/** Puts the person's own files into the lab's /workshop, as they are now. */
export async function sendWorkshop(lab: Lab): Promise<void> {
  const files: Record<string, string> = {}
  for (const path of await filesOf(['package.json', 'provided', 'solutions', 'steps']))
    files[`/workshop/${path}`] = await readFile(join(PROJECT, path), 'utf8')
  await sendFiles(lab, files)
}

/** Writes text files in the lab, keyed by their absolute paths. */
export async function sendFiles(lab: Lab, files: Record<string, string>): Promise<void> {
  await lab.call('files', files)
}
