import { mkdirSync } from 'node:fs'

/**
 * The environment of a command in a container: what its image asks for. Nothing of ours belongs in there, neither our
 * tokens nor paths that do not exist; only the terminal is the same one.
 *
 * @param image - the variables of the image
 */
export function containerEnvironment(image: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TERM } = process.env
  const usual = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' }
  return { ...usual, ...(TERM === undefined ? {} : { TERM }), ...image }
}

/** Goes where the image wants its command to start. A folder that is not there is made, as Docker does. */
export function enterWorkingDir(path: string | undefined): void {
  if (path === undefined) return
  mkdirSync(path, { recursive: true })
  process.chdir(path)
}
