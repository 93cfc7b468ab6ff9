import { existsSync, writeFileSync } from 'node:fs'
import { program, programWith } from '#provided/network/program.ts'
import { ruleset } from '#provided/network/ruleset.ts'

/** One bridge for all containers, as Docker has it, with one network, one table, and addresses from a pool. */
const BRIDGE = 'kit0'
const address = (number: number) => `10.77.${number >> 8}.${number & 255}`
const port = (pid: number) => `kit${pid}`

const ip = (...args: string[]) => program('ip', ...args)

/** Whoever has a port has written its address on it. */
function ports(): { ifname: string; ifalias?: string }[] {
  return JSON.parse(ip('-json', 'link', 'show', 'master', BRIDGE) || '[]')
}

export function plugIn(pid: number): void {
  if (!existsSync(`/sys/class/net/${BRIDGE}`)) makeBridge()
  const taken = ports().map(({ ifalias }) => ifalias)
  let number = 2
  while (taken.includes(address(number))) number++

  const far = `far${pid}`
  ip('link', 'add', port(pid), 'type', 'veth', 'peer', 'name', far)
  ip('link', 'set', port(pid), 'alias', address(number), 'master', BRIDGE, 'up')
  ip('link', 'set', far, 'netns', String(pid))
  programWith(
    [
      'link set lo up',
      `link set ${far} name eth7`,
      `address add ${address(number)}/16 dev eth7`,
      'link set eth7 up',
      `route add default via ${address(1)}`,
    ].join('\n'),
    ...['nsenter', '--net', '--target', String(pid), 'ip', '-batch', '-'],
  )
}

/** Its port goes with its namespace. The last one turns off the light. */
export function pullOut(pid: number): void {
  const others = ports().filter(({ ifname }) => ifname !== port(pid))
  if (others.length > 0) return
  ip('link', 'delete', BRIDGE)
  program('nft', 'delete', 'table', 'inet', 'kit')
  for (const { family, table, chain, handle, comment } of ruleset().rules)
    if (comment === 'kit') program('nft', `delete rule ${family} ${table} ${chain} handle ${handle}`)
}

function makeBridge(): void {
  // Else it has the address of one of its ports, and with that port it goes: nobody finds the gateway any more.
  ip('link', 'add', BRIDGE, 'address', '02:00:0a:4d:00:01', 'type', 'bridge')
  ip('address', 'add', `${address(1)}/16`, 'dev', BRIDGE)
  ip('link', 'set', BRIDGE, 'up')
  writeFileSync('/proc/sys/net/ipv4/conf/all/forwarding', '1')
  program('nft', 'add', 'table', 'inet', 'kit')
  program('nft', 'add', 'chain', 'inet', 'kit', 'out', '{ type nat hook postrouting priority 90; }')
  program('nft', `add rule inet kit out ip saddr 10.77.0.0/16 ip daddr != 10.77.0.0/16 masquerade`)
  for (const { family, table, name, hook } of ruleset().chains)
    for (const direction of hook === 'forward' ? ['iifname', 'oifname'] : [])
      program('nft', `insert rule ${family} ${table} ${name} ${direction} ${BRIDGE} accept comment "kit"`)
}
