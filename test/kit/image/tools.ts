import { execa } from 'execa'
import { program } from '../../../lab/packages/program.ts'
import type { OnProgress } from '../../../lab/progress.ts'
import { type DebianPackages, debianPackages } from '../debian-packages.ts'

/** The programs that make images, keep them and unpack them, by what we call them. */
export const programs = {
  registry: 'usr/bin/docker-registry',
  skopeo: 'usr/bin/skopeo',
  umoci: 'usr/bin/umoci',
}

/** Packages with all that a layer can have of a real system: setuid programs, symbolic links, hard links. */
export const contents = ['base-files', 'bzip2', 'mount', 'passwd']

/** The packages of those programs and these contents. */
export const imagePackages = (onProgress: OnProgress): Promise<DebianPackages> =>
  debianPackages(['docker-registry', 'skopeo', 'umoci', ...contents], onProgress)

/**
 * Runs one of the programs on this machine, to its end.
 *
 * @param root - where it is unpacked
 * @returns its stdout
 * @throws with its words, when it does not exit with 0
 */
export async function runTool(
  root: string,
  name: keyof typeof programs,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const [loader = '', ...rest] = program(root, programs[name])
  const { stdout } = await execa(loader, [...rest, ...args], { stdin: 'ignore', env })
  return stdout
}
