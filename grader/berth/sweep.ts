import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { berthsFolder, killAll } from './cgroup.ts'
import { removeTree } from './cgroup-tree.ts'
import { remainingFs, removeFs } from './root/images.ts'

/**
 * Removes what is left of berths whose grader was killed: their processes died with it, their empty cgroups and their
 * files did not. A berth is named after the pid of its agent.
 */
export async function sweep(): Promise<void> {
  for (const berth of remainingCgroups().filter(isAbandoned)) {
    await killAll(join(berthsFolder(), berth))
    removed(() => removeTree(join(berthsFolder(), berth)))
  }
  for (const berth of remainingFs().filter(isAbandoned)) removed(() => removeFs(berth))
}

/** What cannot be removed is in nobody's way. */
function removed(remove: () => void): void {
  try {
    remove()
  } catch {}
}

function remainingCgroups(): string[] {
  if (!existsSync(berthsFolder())) return []
  const entries = readdirSync(berthsFolder(), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

const isAbandoned = (berth: string) => !existsSync(join('/proc', berth.split('-')[0] ?? ''))
