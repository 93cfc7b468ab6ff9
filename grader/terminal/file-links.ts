import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { root } from '../root.ts'
import type { Display } from './display.ts'
import { anyLink, fileAddress, link } from './link.ts'

const name = '[\\p{L}\\p{N}_@.-]*[\\p{L}\\p{N}_]'
const color = `${RegExp.escape('\x1b[')}\\d+m`
const place = `(?<=^|[^\\p{L}\\p{N}_@./-]|${color})(?<path>/?${name}(?:/${name})+)(?<line>:\\d+)?`
const parts = new RegExp(`${anyLink}|${color}|${place}`, 'gmsu')

/**
 * A finished screen with an address behind each `docs/05-cgroups.md` and `steps/05-cgroups/cgroups.ts:48` in it. It comes
 * last, so that nobody counts the characters of an address. Only files that are there get one, for what looks like a place
 * may have been printed by the program that was judged.
 */
export function withFileLinks(text: string, { fileLinks }: Display): string {
  if (!fileLinks) return text
  return text.replaceAll(parts, (found, path: string | undefined, line: string | undefined) => {
    const file = path === undefined ? undefined : fileAt(path, line)
    return file === undefined ? found : link(found, fileAddress(file))
  })
}

/** A path that is no place of ours is one of the kernel's, unless it has a line. */
function fileAt(path: string, line: string | undefined): string | undefined {
  if (isAbsolute(path) && line === undefined) return undefined
  const file = isAbsolute(path) ? path : join(root, path)
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined
}
