import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The machine's own package sources, reduced to those of its distribution: a third-party source that
 * cannot be reached must not delay the lab, nor can it offer it a kernel.
 *
 * @param codename - `bookworm`
 * @param backports - offer the release's backports as well, from the same mirrors
 * @returns file names and contents for a private `sources.list.d`
 */
export async function distributionSources(
  codename: string,
  { etc = '/etc/apt', backports = false } = {},
): Promise<Map<string, string>> {
  const suites = [codename, `${codename}-updates`, `${codename}-security`]
  const offers = (words: string[]) => words.includes('main') && words.some((word) => suites.includes(word))
  const kept = new Map<string, string>()
  for (const path of await sourceFiles(etc)) {
    const text = await readFile(path, 'utf8')
    const ours = path.endsWith('.list') ? fromLines(text, offers) : fromStanzas(text, offers)
    const name = path.slice(etc.length).replaceAll('/', '_')
    if (ours) kept.set(name, backports ? withBackports(ours, codename) : ours)
  }
  return kept
}

async function sourceFiles(etc: string) {
  const parts = await readdir(join(etc, 'sources.list.d')).catch(() => [])
  const names = ['sources.list', ...parts.map((name) => join('sources.list.d', name))]
  const there = await readdir(etc)
  return names
    .filter((name) => /\.(list|sources)$/.test(name) && (name.includes('/') || there.includes(name)))
    .map((name) => join(etc, name))
}

type Offers = (words: string[]) => boolean

/** `deb [signed-by=…] http://… bookworm main` */
function fromLines(text: string, offers: Offers) {
  const lines = text.split('\n').filter((line) => line.startsWith('deb ') && offers(line.split(/\s+/)))
  return lines.map((line) => `${line}\n`).join('')
}

/** `Types: deb`, `URIs: …`, `Suites: bookworm bookworm-updates`, `Components: main` */
function fromStanzas(text: string, offers: Offers) {
  const stanzas = text.split(/\n\s*\n/).filter((stanza) => {
    const words = [...stanza.matchAll(/^(?:Suites|Components):(.*)$/gim)].flatMap(([, value = '']) =>
      value.split(/\s+/),
    )
    return offers(words)
  })
  return stanzas.map((stanza) => `${stanza.replace(/^Types:.*$/im, 'Types: deb')}\n\n`).join('')
}

/** Where a release itself is offered, its backports are too, as a rule. */
function withBackports(text: string, codename: string) {
  const release = new RegExp(`(?<=\\s)${codename}(?=\\s|$)`)
  const backports = `${codename}-backports`
  const extended = (line: string) => {
    if (!release.test(line)) return line
    if (line.startsWith('deb ')) return `${line}\n${line.replace(release, backports)}`
    return /^Suites:/i.test(line) ? line.replace(release, `${codename} ${backports}`) : line
  }
  return text.split('\n').map(extended).join('\n')
}
