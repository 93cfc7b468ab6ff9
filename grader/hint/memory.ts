import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where it is kept how many hints a person has seen; they may remove it. */
export const memory = '.drydock/hints.json'

/** How many hints on each TODO have been shown. What cannot be read has been forgotten. */
export function recall(root: string): Map<string, number> {
  try {
    const seen: Record<string, number> = JSON.parse(readFileSync(join(root, memory), 'utf8'))
    return new Map(Object.entries(seen).filter(([, count]) => Number.isInteger(count)))
  } catch {
    return new Map()
  }
}

/**
 * Keeps it for the next time.
 *
 * @returns why it could not, as the kernel says it (`EACCES`); hints can be shown all the same
 */
export function remember(shown: Map<string, number>, root: string): string | undefined {
  const file = join(root, memory)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(shown), null, 2)}\n`)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}
