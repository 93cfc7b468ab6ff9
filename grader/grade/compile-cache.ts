import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { cacheFolder } from '#provided/cache-folder.ts'

/**
 * Keeps compiled and type-stripped modules for the next run, in this process and its children. They lie in the
 * person's own cache: Node's default is a folder in /tmp that anyone could fill with code for root to run.
 */
export function useCompileCache(): void {
  process.env.NODE_COMPILE_CACHE ??= join(cacheFolder(), 'node')
  enableCompileCache(process.env.NODE_COMPILE_CACHE)
}
