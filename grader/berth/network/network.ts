import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { IMAGES } from '#provided/image/unpacked.ts'
import type { Milliseconds } from '../../machine/machine.ts'
import type { Link, Network, Route } from '../../machine/network.ts'
import { inNamespacesNamed } from '../namespaces.ts'
import { unlessEnded } from '../observe/processes.ts'
import { findProgram, toolIn } from '../tools.ts'

/** As `ip -json -details address` and `ip -json route` tell of it. */
interface ToldLink {
  ifindex: number
  ifname: string
  flags: string[]
  link_index?: number
  linkinfo?: { info_kind?: string }
  addr_info: { family: string; local: string; prefixlen: number }[]
}
interface ToldRoute {
  dst: string
  gateway?: string
  dev: string
}

/** A link may have any name: of one like \x01 or john's ip makes what is no JSON. */
const toldBy = (pid: number, ...args: string[]) =>
  JSON.parse(
    toolIn(pid, 'ip', ['-json', ...args])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it leaves in there
      .replaceAll(/[\x00-\x1f]/g, ' ')
      .replaceAll(/\\(['\\])/g, (escaped, character) => (character === "'" ? character : escaped)) || '[]',
  )

/** The links of a process' network namespace, and its routes. IPv4 only. */
export function networkOf(pid: number): Network {
  const links: ToldLink[] = toldBy(pid, '-details', 'address')
  const routes: ToldRoute[] = toldBy(pid, '-4', 'route')
  return {
    links: links.map(
      (link): Link => ({
        index: link.ifindex,
        name: link.ifname,
        kind: link.linkinfo?.info_kind ?? null,
        isUp: link.flags.includes('UP'),
        peer: link.link_index ?? null,
        addresses: link.addr_info
          .filter(({ family }) => family === 'inet')
          .map(({ local, prefixlen }) => `${local}/${prefixlen}`),
      }),
    ),
    routes: routes.map(({ dst, gateway, dev }): Route => ({ to: dst, gateway: gateway ?? null, link: dev })),
    forwards:
      inNamespacesNamed(['net'], pid, () => readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8')).trim() ===
      '1',
  }
}

/** How long a connection that gets nowhere is waited for, ms. */
const patience: Milliseconds = 20_000

/** Makes an HTTP request in the network of a process, by the machine's own busybox, which no code could change. */
export async function requestFrom(pid: number, address: string, word: string): Promise<void> {
  const busybox = findProgram('busybox') ?? `${IMAGES}/busybox/rootfs/bin/busybox`
  const begin = () =>
    spawn(busybox, ['nc', address, '80'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: patience,
      killSignal: 'SIGKILL',
    })
  const nc = unlessEnded(null, () => inNamespacesNamed(['net'], pid, begin))
  if (!nc) return
  nc.stdin.on('error', () => undefined)
  nc.stdin.write(`GET /${word} HTTP/1.0\r\n\r\n`)
  await once(nc, 'close')
}

/** The rules in a process' network namespace, a line each, behind its table: `ip filter: policy drop`. */
export function rulesOf(pid: number): string[] {
  // Where the kernel has not loaded the packet filter there is no rule: that spares the other steps a program.
  if (!existsSync('/sys/module/nf_tables') || !findProgram('nft')) return []
  let table = ''
  return listed(pid)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '}')
    .map((line) => {
      const [, name] = /^table (.*) {$/.exec(line) ?? []
      if (name === undefined) return `${table}: ${line}`
      table = name
      return table
    })
}

/** As nft prints them, or in place of them that there are too many, or that they change all the time. */
function listed(pid: number): string {
  try {
    return toolIn(pid, 'nft', ['--stateless', 'list', 'ruleset'])
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ETIMEDOUT' || code === 'ENOBUFS')
      return `rules that nft does not come to the end of (${code})`
    throw error
  }
}
