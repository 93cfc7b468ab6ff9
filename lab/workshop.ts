import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesOf, PROJECT } from './image/project.ts'
import type { Lab } from './lab.ts'

/** Text files by their paths. */
export type TextFiles = Record<string, string>

/**
 * Puts the person's own files into the lab's /workshop, as they are now.
 *
 * @param prepare - what is put there instead of the files themselves
 */
export async function sendWorkshop(lab: Lab, prepare = (files: TextFiles) => files): Promise<void> {
  const files: TextFiles = {}
  for (const path of await filesOf(['package.json', 'provided', 'solutions', 'steps']))
    files[path] = await readFile(join(PROJECT, path), 'utf8')
  const sent = Object.entries(prepare(files)).map(([path, text]) => [`/workshop/${path}`, text])
  await sendFiles(lab, Object.fromEntries(sent))
}

/** Writes text files in the lab, keyed by their absolute paths. */
export async function sendFiles(lab: Lab, files: TextFiles): Promise<void> {
  await lab.call('files', files)
}
