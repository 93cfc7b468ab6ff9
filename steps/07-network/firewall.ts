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
  // TODO 7.3  Three things are in the way.
  //   A machine does not pass on what is meant for others: write 1 into /proc/sys/net/ipv4/ip_forward.
  //   Nobody out there has a route to `network`: let packets from it leave with the machine's address, and the kernel
  //   turns answers back by itself. That is a rule `masquerade`, in a chain of type nat at the hook postrouting.
  //   Where Docker or a firewall is, forwarded packets are dropped unless a rule accepts them. To accept in a chain of
  //   your own does not help, for every chain of the hook is asked: insert a rule into each of `forwardChains()`, one
  //   for what comes in from `link` and one for what goes out to it.
  //   `changeRules` takes lines as for `nft -f`. Give all that you make the name `link`: the table is called so, and
  //   rules in tables of others have it as a comment. That is how 7.5 finds them.
  //   By hand:  nft list ruleset;  nft insert rule ip filter FORWARD iifname drydock412 accept comment drydock412
  //   man 8 nft, https://wiki.nftables.org/wiki-nftables/index.php/Performing_Network_Address_Translation_(NAT)
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
  // 7.5, second half  `ruleset()` is what `nft` knows. Of its tables, delete those that are meant by their name:
  //   `delete table ip drydock412`. Of its rules, those that are meant by their comment: `delete rule ip filter FORWARD
  //   handle 7`. All of it in one `changeRules`. Whoever flushes a chain takes the rules of others along.
  //   man 8 nft ("TABLES", "RULES")
}
