import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '#provided/cache-folder.ts'
import { lock } from '#provided/image/store/lock.ts'
import { messages } from './messages.ts'
import type { OnProgress } from './progress.ts'

/** What every part of the set-up needs: where things are kept, whom to tell, and when to stop. */
export interface Setup {
  cache: string
  onProgress: OnProgress
  signal?: AbortSignal | undefined
}

type Kind = 'packages' | 'image' | 'snapshot' | 'unpacked' | 'podman' | 'base'

/** How many of a thing stay, those used last: a few, for branches that are switched to and fro. Images are many. */
const KEPT: Record<Kind, number> = { packages: 3, image: 3, snapshot: 3, unpacked: 12, podman: 3, base: 1 }

/** `$XDG_CACHE_HOME/drydock/lab`, made if need be. */
export async function openCache(): Promise<string> {
  const dir = join(cacheFolder(), 'lab')
  await mkdir(dir, { recursive: true }).catch((error) => {
    throw messages.noCache(dir, error.code)
  })
  return dir
}

/**
 * The folder of the thing called `kind` that came of these facts; `build` fills it where there is none
 * yet. It appears whole or not at all, and of several builders one builds while the others wait.
 */
export async function cached(
  { cache, onProgress, signal }: Setup,
  kind: Kind,
  facts: unknown,
  build: (dir: string) => Promise<void>,
): Promise<string> {
  const dir = join(cache, `${kind}-${digest(facts)}`)
  if (await isThere(dir)) return dir
  const onWait = () => onProgress({ what: 'Waiting for another set-up of the lab' })
  using _held = await lock(join(cache, `${kind}.lock`), 'a+', onWait, signal)
  if (await isThere(dir)) return dir
  // We hold the lock, so whatever is unfinished here is from a builder that died.
  for (const name of await readdir(cache))
    if (name.startsWith(`unfinished-${kind}-`)) await remove(join(cache, name))
  const unfinished = await mkdtemp(join(cache, `unfinished-${kind}-`))
  try {
    await build(unfinished)
    await rename(unfinished, dir)
  } catch (error) {
    await remove(unfinished)
    throw error
  }
  await removeOld(cache, kind)
  return dir
}

/** A short name for these facts. */
export function digest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12)
}

/** Whether it is there; if so, it is marked as used just now. */
async function isThere(dir: string) {
  const now = new Date()
  return utimes(dir, now, now).then(
    () => true,
    () => false,
  )
}

/** A lab that runs from a folder removed here keeps running: its files stay open. */
async function removeOld(cache: string, kind: Kind) {
  const names = (await readdir(cache)).filter((name) => name.startsWith(`${kind}-`))
  const used = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(cache, name))).mtimeMs })),
  )
  used.sort((a, b) => b.at - a.at)
  for (const { name } of used.slice(KEPT[kind])) await remove(join(cache, name))
}

/** With another try where a builder's programs, killed a moment ago, were not gone yet. */
const remove = (dir: string) => rm(dir, { recursive: true, force: true, maxRetries: 5 })
