import { writeKernelFile } from '#provided/kernel-file.ts'
import { changeRules, ruleset } from '#provided/network/ruleset.ts'
import type { Subnet } from '#provided/network/subnet.ts'
import { isOurs } from './name.ts'

/**
 * Lets what a container sends pass through the machine and out, and the answers back in.
 *
 * @param link - the machine's end, whose name everything made here gets
 */
export function letOut(link: string, { network }: Subnet): void {
  // 7.3  Nobody out there knows a way back to the container, but to the machine everybody does.
  writeKernelFile('/proc/sys/net/ipv4/ip_forward', '1')
  changeRules([
    `table ip ${link} {`,
    '  chain forward {',
    '    type filter hook forward priority filter',
    `    oifname ${link} ct state != { established, related } drop`,
    '  }',
    '  chain postrouting {',
    '    type nat hook postrouting priority srcnat',
    `    ip saddr ${network} oifname != ${link} masquerade`,
    '  }',
    '}',
    ...forwardChains().flatMap((chain) => [
      `insert rule ${chain} iifname ${link} accept comment ${link}`,
      `insert rule ${chain} oifname ${link} accept comment ${link}`,
    ]),
  ])
}

/** The chains that others have made, and that every forwarded packet has to pass: one that drops it is enough. */
function forwardChains(): string[] {
  return ruleset()
    .chains.filter(({ family, hook }) => hook === 'forward' && ['ip', 'inet'].includes(family))
    .filter(({ table }) => !isOurs(table))
    .map(({ family, table, name }) => `${family} ${table} ${name}`)
}

/** Removes all that {@link letOut} has made for some links, and nothing of anybody else's. */
export function removeRules(isMeant: (link: string) => boolean): void {
  // 7.5, second half  A table goes with its chains and rules. Those in chains of others go one by one.
  const { tables, rules } = ruleset()
  changeRules([
    ...tables.filter(({ name }) => isMeant(name)).map(({ family, name }) => `delete table ${family} ${name}`),
    ...rules
      .filter(({ comment }) => comment !== undefined && isMeant(comment))
      .map(({ family, table, chain, handle }) => `delete rule ${family} ${table} ${chain} handle ${handle}`),
  ])
}
