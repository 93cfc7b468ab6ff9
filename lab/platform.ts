import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { messages } from './messages.ts'

/** @throws {LabError} where no lab can run, with where it can */
export async function checkPlatform(): Promise<void> {
  const { platform, arch } = process
  if (platform !== 'linux' || arch !== 'x64') throw messages.wrongPlatform(platform, arch)
  for (const program of ['setpriv', 'flock'])
    if (!(await isOnPath(program))) throw messages.noUtilLinux(program)
}

export async function isOnPath(program: string): Promise<boolean> {
  for (const dir of (process.env.PATH ?? '').split(delimiter))
    if (await isAllowed(join(dir, program), constants.X_OK)) return true
  return false
}

/** @param mode - as access(2) takes it */
export async function isAllowed(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
