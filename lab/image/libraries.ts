import { copyFile, mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { run } from '../child.ts'
import { LIBRARIES, LOADER } from '../packages/program.ts'

/**
 * Copies the libraries that these programs of `root` need, and that it lacks, from the unpacked packages in `host`, as
 * that root's loader would find them.
 */
export async function copyLibraries(programs: string[], host: string, root: string, signal?: AbortSignal) {
  const needed = new Set<string>()
  const folders = [root, host].map((each) => join(each, LIBRARIES)).join(':')
  for (const path of programs) {
    if (!(await isDynamic(path))) continue
    const listed = await run([join(host, LOADER), '--library-path', folders, '--list', path], { signal })
    for (const [, library = ''] of listed.matchAll(/=> (\/.*) \(0x/g)) needed.add(library)
  }
  await mkdir(join(root, LIBRARIES), { recursive: true })
  for (const library of needed)
    if (!library.startsWith(root)) await copyFile(library, join(root, LIBRARIES, basename(library)))
  await copyFile(join(host, LOADER), join(root, LOADER))
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
