import { randomInt } from 'node:crypto'
import type { World } from '../../machine/network.ts'
import { nonce } from '../command.ts'
import type { Given } from '../graded-berth.ts'

const cable = `198.18.${randomInt(256)}`
/** Of addresses that are for examples in books only (RFC 5737). */
const number = randomInt(1, 240)
const [server = '', ...named] = [0, 1, 2].map((next) => `203.0.113.${number + next}`)

/** Tables like firewalld's and Docker's, under names that nobody can have written down. */
export const firewall = `inet ${nonce()}`
const nat = `ip ${nonce()}`

export const resolvConf = '/etc/resolv.conf'
/** systemd-resolved's own folder. */
export const resolvedFolder = '/run/systemd/resolve'
/** Where a resolver of this machine's own listens, and nobody else's programs reach it. */
const stub = `${resolvedFolder}/stub-resolv.conf`
/** And whom it asks itself. */
export const resolved = `${resolvedFolder}/resolv.conf`
const local = `# ${nonce()}\nnameserver 127.0.0.53\n`

/**
 * The world outside of the machine, which has the habits of one with Docker and systemd-resolved: the usual private
 * networks are taken, what is not allowed to be forwarded is dropped, by a chain of firewalld's as well, and
 * /etc/resolv.conf names nobody but itself.
 */
export const world: World = {
  berth: `${cable}.2`,
  gateway: `${cable}.1`,
  networks: ['10.0.0.0/24', '10.0.1.128/25', '172.17.0.0/16', '192.168.0.0/24', '192.168.1.0/24'],
  server,
  names: Object.fromEntries(named.map((address) => [`${nonce()}.test`, address])),
  files: {
    [resolvConf]: local,
    [stub]: local,
    [resolved]: `nameserver ${server}\n`,
  },
  rules: [
    'add table ip filter',
    'add chain ip filter FORWARD { type filter hook forward priority filter; policy drop; }',
    'add rule ip filter FORWARD drop',
    `add table ${firewall}`,
    `add chain ${firewall} forward { type filter hook forward priority filter + 10; policy drop; }`,
    `add table ${nat}`,
    `add chain ${nat} POSTROUTING { type nat hook postrouting priority srcnat; }`,
    `add rule ${nat} POSTROUTING ip saddr 172.17.0.0/16 oifname != docker0 masquerade`,
  ],
}

/** In many an image it is a symlink, to a place that only a machine with systemd-resolved has. */
export const image: NonNullable<Given['image']> = { 'etc/resolv.conf': { link: stub } }

/** Where its resolvers are for the container, where the image has them, and where the machine. */
export const resolvConfPaths = {
  inside: stub,
  image: `/fs/busybox/rootfs${stub}`,
  machine: Object.keys(world.files),
}
