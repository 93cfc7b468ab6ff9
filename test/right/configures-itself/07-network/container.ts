import { unpackedImage } from '#provided/image/unpacked.ts'
import { locked } from '#provided/lock.ts'
import { program } from '#provided/network/program.ts'
import { freeSubnet } from '#provided/network/subnet.ts'
import { spawnIn } from '#provided/spawn-in.ts'
import { CLONE_NEWNET } from '#provided/syscalls/namespaces.ts'
import { become } from '#steps/02-processes/become.ts'
import { dispatch } from '#steps/02-processes/dispatch.ts'
import { containerEnvironment } from '#steps/04-chroot/environment.ts'
import { makeMountsPrivate, mountProc, NAMESPACES } from '#steps/04-chroot/mounts.ts'
import { changeRoot } from '#steps/04-chroot/root.ts'
import { GATED, limited, waitForLimits } from '#steps/05-cgroups/gate.ts'
import { runOptions, TAKES } from '#steps/06-volumes/options.ts'
import { mountVolumes } from '#steps/06-volumes/volumes.ts'
import { letOut, removeRules } from '#steps/07-network/firewall.ts'
import { isOurs, nameFor } from '#steps/07-network/name.ts'
import { mountResolvConf } from '#steps/07-network/resolv-conf.ts'

process.exitCode = await dispatch({ takes: TAKES, atLeast: 1, run, child })

async function run(words: string[]): Promise<number> {
  const args = [...process.execArgv, import.meta.filename, 'child', ...words]
  const flags = NAMESPACES | CLONE_NEWNET
  return limited(spawnIn(flags, process.execPath, args, { stdio: GATED }), (pid) => {
    const link = nameFor(pid)
    locked('/tmp/network.lock', () => {
      const links: { ifname: string }[] = JSON.parse(program('ip', '-json', 'link'))
      removeRules((name) => isOurs(name) && !links.some(({ ifname }) => ifname === name))
      const subnet = freeSubnet()
      // Its hardware address says which address it is to give itself, as with Docker.
      const hardware = ['02', '00', ...subnet.container.split('.').map((part) => Number(part).toString(16))]
      program(
        'ip',
        'link',
        'add',
        link,
        'type',
        'veth',
        'peer',
        'name',
        'tmp0',
        'address',
        hardware.join(':'),
      )
      program('ip', 'address', 'add', `${subnet.machine}/30`, 'dev', link)
      program('ip', 'link', 'set', link, 'up')
      letOut(link, subnet)
      program('ip', 'link', 'set', 'tmp0', 'netns', String(pid), 'name', 'eth0')
    })
    // The link goes with the container.
    return () => locked('/tmp/network.lock', () => removeRules((name) => name === link))
  })
}

function child(words: string[]): never {
  const { volumes, image, command: given } = runOptions(words)
  const { rootfs, env, command } = unpackedImage(image, given)
  waitForLimits()
  configure()
  makeMountsPrivate()
  mountResolvConf(rootfs)
  mountVolumes(rootfs, volumes)
  changeRoot(rootfs)
  mountProc()
  become(command, containerEnvironment(env))
}

function configure(): void {
  const [{ address }]: [{ address: string }] = JSON.parse(program('ip', '-json', 'link', 'show', 'eth0'))
  const parts = address
    .split(':')
    .slice(2)
    .map((part) => Number.parseInt(part, 16))
  const machine = [...parts.slice(0, 3), (parts[3] ?? 0) - 1].join('.')
  program('ip', 'link', 'set', 'lo', 'up')
  program('ip', 'address', 'add', parts.join('.'), 'peer', machine, 'dev', 'eth0')
  program('ip', 'link', 'set', 'eth0', 'up')
  program('ip', 'route', 'add', 'default', 'via', machine)
}
