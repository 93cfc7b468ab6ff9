import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { runTool } from './tools.ts'

/**
 * Copies an image from a layout into a registry.
 *
 * @param root - where skopeo is unpacked
 * @param to - `localhost:41273/user/img:tag`
 * @param options - of `skopeo copy`: `--dest-compress-format=zstd`
 */
export async function push(root: string, image: Layout, to: string, ...options: string[]): Promise<void> {
  // Skopeo remembers which layers it has seen compressed how, and would take one for the other. As root it does so
  // below /var/lib, unless it believes itself to be somebody else.
  await using memory = await mkdtempDisposable(join(tmpdir(), 'drydock-skopeo-'))
  const env = { _CONTAINERS_ROOTLESS_UID: '1000', XDG_DATA_HOME: memory.path }
  const copy = ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false', ...options]
  await runTool(root, 'skopeo', [...copy, `oci:${image}`, `docker://${to}`], env)
}
