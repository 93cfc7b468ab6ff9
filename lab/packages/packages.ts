import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { cached, digest, type Setup } from '../cache.ts'
import { messages } from '../messages.ts'
import { missingOf, programs } from '../platform.ts'
import type { Package } from './apt.ts'
import { BACKPORTS, openRelease } from './release.ts'
import { LEFT_OUT, makeRoot, unpack } from './unpack.ts'

/** What runs here: QEMU, and what makes the disk. */
const HOST = ['qemu-system-x86', 'e2fsprogs']
/** What the lab has beside Node, which needs libstdc++6. bash, since busybox' shell prefers its own applets. */
const GUEST = [
  'busybox-static',
  'bash',
  'dash',
  'ncurses-base',
  'util-linux',
  'mount',
  'iproute2',
  'nftables',
  'libstdc++6',
]
/** A name for Debian's newest kernel for virtual machines. */
const KERNEL = 'linux-image-cloud-amd64'

/** Debian packages, unpacked in the cache and installed nowhere. */
export interface Packages {
  /** Digest of their names and versions. */
  key: string
  /** `6.1.0-56-cloud-amd64` */
  kernel: string
  /** The version of each package. */
  versions: Record<string, string>
  /** Everything that programs on this machine need: QEMU, mke2fs, their libraries. */
  host: string
  /** The guest's packages alone. */
  guest: string
  /** The kernel's package: `boot/`, `usr/lib/modules/`. */
  kernelRoot: string
}

/** Downloads and unpacks the packages, unless that was done before. */
export async function ensurePackages(setup: Setup): Promise<Packages> {
  const facts = [HOST, GUEST, KERNEL, LEFT_OUT, BACKPORTS, await codename()]
  const dir = await cached(setup, 'packages', facts, (unfinished) => fetchPackages(setup, unfinished))
  const manifest = await readFile(join(dir, 'manifest.json'), 'utf8')
  return {
    ...JSON.parse(manifest),
    key: digest(manifest),
    host: join(dir, 'host'),
    guest: join(dir, 'guest'),
    kernelRoot: join(dir, 'kernel'),
  }
}

/** Works in `apt` beside the other folders, which stays when we are interrupted: nothing is fetched twice. */
async function fetchPackages({ cache, onProgress, signal }: Setup, dir: string) {
  await checkApt()
  onProgress({ what: 'Reading the index of Debian packages' })
  const apt = await openRelease(join(cache, 'apt'), await codename(), signal)
  const packages = await apt.resolve([...HOST, ...GUEST])
  const [newest] = await apt.dependencies(KERNEL)
  if (!newest) throw messages.noKernel(await systemName(), KERNEL)

  const what = 'Downloading Debian packages (75 MB, nothing is installed)'
  await apt.download([...HOST, ...GUEST], (percent) => onProgress({ what, percent: percent * 0.65 }))
  onProgress({ what, percent: 65 })
  const kernel = await apt.downloadAlone(newest)

  const roots = { host: join(dir, 'host'), guest: join(dir, 'guest'), kernel: join(dir, 'kernel') }
  for (const root of Object.values(roots)) await mkdir(root).then(() => makeRoot(root))
  const jobs = [
    ...packages.map((pkg) => ({ pkg, root: roots.host })),
    ...packages.filter(({ name }) => GUEST.includes(name)).map((pkg) => ({ pkg, root: roots.guest })),
    { pkg: kernel, root: roots.kernel },
  ]
  let done = 0
  const worker = async () => {
    for (let job = jobs.pop(); job; job = jobs.pop()) {
      await unpack(apt.file(job.pkg), job.root, signal)
      onProgress({ what: 'Unpacking the packages', percent: (100 * ++done) / (done + jobs.length) })
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker))

  await writeFile(join(dir, 'manifest.json'), manifest(newest, [...packages, kernel]))
  await rm(join(cache, 'apt'), { recursive: true, force: true })
}

function manifest(kernel: string, packages: Package[]) {
  const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]).sort())
  return JSON.stringify({ kernel: kernel.slice('linux-image-'.length), versions }, null, 2)
}

async function checkApt() {
  if (missingOf(programs.apt).length > 0) throw messages.noApt(await systemName())
}

async function systemName() {
  return /^PRETTY_NAME="?(.*?)"?$/m.exec(await osRelease())?.[1] ?? 'this system'
}

/** `bookworm` */
export async function codename() {
  return /^VERSION_CODENAME="?(.*?)"?$/m.exec(await osRelease())?.[1] ?? 'unknown'
}

const osRelease = () => readFile('/etc/os-release', 'utf8').catch(() => '')
