import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheFolder } from '#provided/cache-folder.ts'

/** What is there of the lab, without starting it. */
export interface LabState {
  folder: string
  /** Whether this machine has what the set-up takes: Linux on 64-bit x86, apt-get and dpkg-deb. */
  possible: boolean
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
  const possible =
    process.platform === 'linux' && process.arch === 'x64' && ['apt-get', 'dpkg-deb'].every(onPath)
  const tried = names.filter((name) => name.startsWith('accelerator-')).map((name) => join(folder, name))
  const isDebian = /^ID=debian$/m.test(existsSync(osRelease) ? readFileSync(osRelease, 'utf8') : '')
  return {
    folder,
    possible,
    isDebian,
    built: ['packages', 'image', 'snapshot'].every(has),
    kvm: probeKvm(tried),
  }
}

function probeKvm(tried: string[]): KvmState {
  if (!existsSync('/dev/kvm')) return 'absent'
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
  } catch {
    return 'forbidden'
  }
  if (tried.length === 0) return 'untried'
  return tried.some((file) => readFileSync(file, 'utf8').trim() === 'kvm') ? 'works' : 'fails'
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}
