import { constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '#provided/cache-folder.ts'
import { isAllowed, isLinuxOnX64, missingOf, programs } from '../../lab/platform.ts'

/** What is there of the lab, without starting it. */
export interface LabState {
  folder: string
  /** What it takes of this machine and does not find there: `Linux on 64-bit x86`, or programs. */
  lacks: string[]
  /** Whether it is a Debian, whose kernel for virtual machines the lab has. */
  isDebian: boolean
  /** Packages, image and snapshot have been made once. One that is out of date is made anew by itself. */
  built: boolean
  kvm: KvmState
}

/** `works` and `fails` were tried by the lab, for the device file proves nothing. */
export type KvmState = 'absent' | 'forbidden' | 'untried' | 'works' | 'fails'

const osRelease = '/etc/os-release'

export function probeLab(): LabState {
  const folder = join(cacheFolder(), 'lab')
  const names = existsSync(folder) ? readdirSync(folder) : []
  const has = (kind: string) => names.some((name) => name.startsWith(`${kind}-`))
  const built = ['packages', 'image', 'snapshot'].every(has)
  const tried = names.filter((name) => name.startsWith('accelerator-')).map((name) => join(folder, name))
  const isDebian = /^ID=debian$/m.test(existsSync(osRelease) ? readFileSync(osRelease, 'utf8') : '')
  return {
    folder,
    lacks: lacking(built),
    isDebian,
    built,
    kvm: probeKvm(tried),
  }
}

function lacking(isBuilt: boolean): string[] {
  if (!isLinuxOnX64()) return ['Linux on 64-bit x86']
  return missingOf(isBuilt ? programs.utilLinux : [...programs.apt, ...programs.utilLinux])
}

function probeKvm(tried: string[]): KvmState {
  if (!existsSync('/dev/kvm')) return 'absent'
  if (!isAllowed('/dev/kvm', constants.R_OK | constants.W_OK)) return 'forbidden'
  if (tried.length === 0) return 'untried'
  return tried.some((file) => readFileSync(file, 'utf8').trim() === 'kvm') ? 'works' : 'fails'
}
