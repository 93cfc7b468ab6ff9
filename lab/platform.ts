import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { messages } from './messages.ts'

/** What the lab takes of this machine besides 64-bit x86 Linux, by the package that has it. */
export const programs = { apt: ['apt-get', 'dpkg-deb'], utilLinux: ['setpriv', 'flock'] }

export const isLinuxOnX64 = () => process.platform === 'linux' && process.arch === 'x64'

/** @throws {LabError} where no lab can run, with where it can */
export function checkPlatform(): void {
  if (!isLinuxOnX64()) throw messages.wrongPlatform(process.platform, process.arch)
  const [missing] = missingOf(programs.utilLinux)
  if (missing !== undefined) throw messages.noUtilLinux(missing)
}

/** Those programs that are not on the PATH. */
export function missingOf(names: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.filter((name) => !folders.some((folder) => isAllowed(join(folder, name), constants.X_OK)))
}

/** @param mode - as access(2) takes it */
export function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}
