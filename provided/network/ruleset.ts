import { program, programWith } from './program.ts'

/** Where a rule or a chain is: `ip`, `filter`. */
interface InTable {
  family: string
  table: string
}

/** The packet filter's rules, as `nft` tells them. */
export interface Ruleset {
  tables: { family: string; name: string }[]
  /** With a `hook` it is asked by the kernel, else by other chains only. */
  chains: (InTable & { name: string; hook?: string })[]
  /** The handle is the number by which a rule is removed. */
  rules: (InTable & { chain: string; handle: number; comment?: string })[]
}

/**
 * Reads the rules of this network namespace.
 *
 * @see man 8 nft, man 5 libnftables-json
 */
export function ruleset(): Ruleset {
  const { nftables }: { nftables: Record<string, never>[] } = JSON.parse(
    program('nft', '--json', 'list', 'ruleset'),
  )
  const all = (kind: string) => nftables.flatMap((entry) => entry[kind] ?? [])
  return { tables: all('table'), chains: all('chain'), rules: all('rule') }
}

/** Changes rules: all that these lines say, or nothing of it. */
export function changeRules(lines: string[]): void {
  if (lines.length > 0) programWith(lines.join('\n'), 'nft', '--file', '-')
}
