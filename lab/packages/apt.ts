import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../child.ts'
import { LabError, messages } from '../messages.ts'

/** One package file, as apt chose it: `libc6`, `2.36-9+deb12u10`, `amd64`. */
export interface Package {
  name: string
  version: string
  architecture: string
}

export interface Apt {
  /** What installing these would take, their dependencies included, on a machine with nothing on it. */
  resolve(names: string[]): Promise<Package[]>
  /** The packages that this one depends on directly; none where it does not exist. */
  dependencies(name: string): Promise<string[]>
  /** Downloads these and all their dependencies; what is already here is not fetched again. */
  download(names: string[], onPercent: (percent: number) => void): Promise<void>
  /** Downloads one package without its dependencies. */
  downloadAlone(name: string): Promise<Package>
  /** Where a downloaded package file lies. */
  file(pkg: Package): string
}

/**
 * An apt of our own in `dir`: the machine's sources, proxies and keys, but lists, archives and status of
 * its own, so that it changes nothing here, needs no root, and takes nothing for installed. What it
 * fetches is checked against the signed index as ever.
 *
 * @param sources - file names and contents, as in sources.list.d
 * @param options.preferences - which versions are preferred (apt_preferences(5))
 */
export async function openApt(
  dir: string,
  sources: Map<string, string>,
  { preferences = '', signal }: { preferences?: string; signal?: AbortSignal | undefined } = {},
): Promise<Apt> {
  const archives = join(dir, 'archives')
  await rm(join(dir, 'sources'), { recursive: true, force: true })
  for (const part of ['lists/partial', 'archives/partial', 'sources'])
    await mkdir(join(dir, part), { recursive: true })
  for (const [name, text] of sources) await writeFile(join(dir, 'sources', name), text)
  await writeFile(join(dir, 'status'), '')
  await writeFile(join(dir, 'preferences'), preferences)
  await writeFile(join(dir, 'apt.conf'), configuration(dir))

  const apt = (program: string, args: string[], onStatus?: (line: string) => void, cwd = dir) =>
    run([program, '-c', join(dir, 'apt.conf'), ...args], {
      cwd,
      env: { ...process.env, LC_ALL: 'C' },
      signal,
      ...(onStatus && { onStatus }),
    }).catch((error) => {
      throw error instanceof LabError ? messages.download(error.message) : error
    })
  const updated = await apt('apt-get', ['update'])

  return {
    async resolve(names) {
      const plan = await apt('apt-get', ['--simulate', 'install', ...names]).catch((error) => {
        // An update takes a source that it cannot reach for a small matter, and the packages are missed here.
        const missed = updated.match(/^Err:.*\n.*/gm)
        throw missed ? messages.download(missed.join('\n')) : error
      })
      return [...plan.matchAll(/^Inst (\S+) \((\S+) .*\[(\w+)\]\)/gm)].map(
        ([, name = '', version = '', architecture = '']) => ({ name, version, architecture }),
      )
    },
    async dependencies(name) {
      const listed = await apt('apt-cache', ['depends', '--important', name]).catch(() => '')
      return [...listed.matchAll(/^\s+Depends: (\S+)$/gm)].map(([, dependency = '']) => dependency)
    },
    async download(names, onPercent) {
      await apt(
        'apt-get',
        ['--yes', '--download-only', '-o', 'APT::Status-Fd=3', 'install', ...names],
        (line) => {
          const [kind, , percent] = line.split(':')
          if (kind === 'dlstatus') onPercent(Number(percent))
        },
      )
    },
    async downloadAlone(name) {
      const [, version = '', architecture = ''] =
        /_(\S+)_(\w+)\.deb /.exec(await apt('apt-get', ['download', '--print-uris', name])) ?? []
      await apt('apt-get', ['download', name], undefined, archives)
      return { name, version: version.replaceAll('%3a', ':'), architecture }
    },
    file: ({ name, version, architecture }) =>
      join(archives, `${name}_${version.replaceAll(':', '%3a')}_${architecture}.deb`),
  }
}

/** The hooks are cleared because they clean and refresh the machine's own caches after an update. */
const configuration = (dir: string) => `
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
Dir::State "${dir}";
Dir::State::lists "${dir}/lists";
Dir::State::status "${dir}/status";
Dir::Cache "${dir}";
Dir::Cache::archives "${dir}/archives";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "${dir}/sources";
Dir::Etc::preferences "${dir}/preferences";
Dir::Etc::preferencesparts "/dev/null";
Debug::NoLocking "true";
APT::Sandbox::User "";
APT::Get::List-Cleanup "false";
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
Acquire::Languages "none";
Acquire::Retries "3";
`
