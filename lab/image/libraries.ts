import { copyFile, mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { run } from '../child.ts'
import { LIBRARIES, program } from '../packages/program.ts'

/**
 * Copies the libraries that these programs of `root` need from the unpacked packages in `host`, as that
 * root's loader would find them.
 */
export async function copyLibraries(programs: string[], host: string, root: string, signal?: AbortSignal) {
  const needed = new Set<string>()
  for (const path of programs) {
    if (!(await isDynamic(path))) continue
    const [loader = '', ...args] = program(host, '')
    const listed = await run([loader, ...args.slice(0, -1), '--list', path], { signal })
    for (const [, library = ''] of listed.matchAll(/=> (\/.*) \(0x/g)) needed.add(library)
  }
  await mkdir(join(root, LIBRARIES), { recursive: true })
  for (const library of needed) await copyFile(library, join(root, LIBRARIES, basename(library)))
  await copyFile(join(host, 'usr/lib64/ld-linux-x86-64.so.2'), join(root, 'usr/lib64/ld-linux-x86-64.so.2'))
}

/** Whether it is an ELF file that names a loader; scripts and busybox do not. */
async function isDynamic(path: string) {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const head = buffer.subarray(0, bytesRead)
    return (
      head.subarray(0, 4).equals(Buffer.from('\x7fELF')) &&
      (head.includes('/ld-linux') || path.endsWith('.node'))
    )
  } finally {
    await file.close()
  }
}
