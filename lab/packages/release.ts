import { messages } from '../messages.ts'
import { type Apt, openApt } from './apt.ts'
import { distributionSources } from './sources.ts'

/** What is taken from a release's backports, since its own is too old: names of source packages. */
export const BACKPORTS: Record<string, string[]> = {
  // QEMU before 8.1 may go on executing code that another processor has just replaced. V8 replaces WebAssembly while
  // it runs, and of about 300 starts of a Node that strips types one died of that, by SIGSEGV.
  bookworm: ['qemu', 'seabios'],
}

/**
 * Opens apt with the packages of a release, some of its backports among them where we want those and the machine's
 * mirror has them.
 */
export async function openRelease(dir: string, codename: string, signal?: AbortSignal): Promise<Apt> {
  const sources = await distributionSources(codename)
  if (!sources.size) throw messages.noSources(codename)
  const names = BACKPORTS[codename]?.map((name) => `src:${name}`)
  if (!names) return openApt(dir, sources, { signal })
  const pin = [`Package: ${names.join(' ')}`, `Pin: release n=${codename}-backports`, 'Pin-Priority: 600', '']
  const extended = await distributionSources(codename, { backports: true })
  return openApt(dir, extended, { preferences: pin.join('\n'), signal }).catch(() =>
    openApt(dir, sources, { signal }),
  )
}
