// 7.1 to 7.5 differ: the network is there before the container, as a namespace with a name that holds it; addresses are of
// a /24, iptables’ own table is left alone, and everything is undone by its name.
import { existsSync, readdirSync } from 'node:fs'
import { unpackedImage } from '#provided/image/unpacked.ts'
import { locked } from '#provided/lock.ts'
import { program, programWith } from '#provided/network/program.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { exitStatus } from '#steps/02-processes/exit-status.ts'
import { nameHost } from '#steps/03-namespaces/namespaces.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'

const LOCK = '/tmp/network-first.lock'
/** Whom systemd-resolved asks, where it is there. */
const RESOLVERS = ['/run/systemd/resolve/resolv.conf', '/etc/resolv.conf']

process.exitCode = await dispatch({
  takes: TAKES,
  atLeast: 1,

  async run(words) {
    const name = `net${process.pid}`
    locked(LOCK, () => {
      for (const old of names()) if (!existsSync(`/proc/${old.slice(3)}`)) remove(old)
      create(name)
    })
    const enter = ['netns', 'exec', name, process.execPath, import.meta.filename, 'child', ...words]
    try {
      return await exitStatus(spawnIn(NAMESPACES, 'ip', enter, { stdio: 'inherit' }))
    } finally {
      locked(LOCK, () => remove(name))
    }
  },

  child(words) {
    const { volumes, image, command: given } = runOptions(words)
    const { rootfs, env, command } = unpackedImage(image, given)
    nameHost()
    makeMountsPrivate()
    const source = RESOLVERS.find((file) => existsSync(file)) ?? ''
    mountVolumes(rootfs, [...volumes, { source, target: '/etc/resolv.conf', readOnly: true }])
    changeRoot(rootfs)
    mountProc()
    become(command, containerEnvironment(env))
  },
})

/** Namespaces that ip-netns(8) has given a name. */
function names(): string[] {
  return existsSync('/run/netns') ? readdirSync('/run/netns').filter((name) => /^net\d+$/.test(name)) : []
}

function create(name: string): void {
  const taken = program('ip', '-4', 'route')
  const number =
    Array.from({ length: 250 }, (_, at) => at + 1).find((at) => !taken.includes(`10.77.${at}.`)) ?? 0
  const net = `10.77.${number}`
  program('ip', 'netns', 'add', name)
  const inside = (...words: string[]) => program('ip', '-netns', name, ...words)
  program('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'inside', 'netns', name)
  program('ip', 'address', 'add', `${net}.1/24`, 'dev', name)
  program('ip', 'link', 'set', name, 'up')
  inside('address', 'add', `${net}.2/24`, 'dev', 'inside')
  inside('link', 'set', 'inside', 'up')
  inside('link', 'set', 'lo', 'up')
  inside('route', 'add', 'default', 'via', `${net}.1`)
  program('sysctl', '-w', 'net.ipv4.ip_forward=1')
  const rules = [
    `add table ip ${name}`,
    `add chain ip ${name} out { type nat hook postrouting priority srcnat; }`,
    `add rule ip ${name} out ip saddr ${net}.0/24 oifname != ${name} masquerade`,
    ...forwarding().flatMap((chain) => [
      `insert rule ${chain} iifname ${name} accept`,
      `insert rule ${chain} oifname ${name} accept`,
    ]),
  ]
  programWith(rules.join('\n'), 'nft', '-f', '-')
}

/** Chains that every forwarded packet has to pass. */
function forwarding(): string[] {
  const { nftables } = JSON.parse(program('nft', '--json', 'list', 'chains'))
  const chains: Record<string, string>[] = nftables.flatMap(({ chain = [] }) => chain)
  return chains.flatMap(({ hook, family, table, name }) =>
    hook === 'forward' ? `${family} ${table} ${name}` : [],
  )
}

function remove(name: string): void {
  for (const chain of forwarding()) {
    const list = program('nft', '--handle', `list chain ${chain}`).split('\n')
    const own = list.filter((line) => line.includes(`"${name}"`))
    for (const line of own) program('nft', `delete rule ${chain} handle ${line.split('# handle ')[1]}`)
  }
  const commands = [
    ['nft', 'delete', 'table', 'ip', name],
    ['ip', 'link', 'delete', name],
    ['ip', 'netns', 'delete', name],
  ]
  for (const command of commands) {
    try {
      program(...command)
    } catch {}
  }
  // ip-netns(8) makes a mount of the folder in which the names are.
  if (names().length === 0 && existsSync('/run/netns')) program('umount', '/run/netns')
}
