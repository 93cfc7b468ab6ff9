import { existsSync } from 'node:fs'
import { locked } from '#provided/lock.ts'
import { program } from '#provided/network/program.ts'
import { freeSubnet, type Subnet } from '#provided/network/subnet.ts'
import { CLONE_NEWNET } from '#provided/syscalls/namespaces.ts'
import { NAMESPACES as EARLIER } from '#steps/04-chroot/mounts.ts'
import { letOut, removeRules } from './firewall.ts'
import { isOurs, nameFor } from './name.ts'

// 7.1  Links, addresses, routes and the packet filter, all of its own.
export const NAMESPACES = EARLIER | CLONE_NEWNET

/** Whoever looks for what is free, and takes it, does both before the next one looks. */
const LOCK = '/run/drydock-network.lock'

/**
 * Connects a container to the machine, and by way of it to whatever the machine can reach. Where that fails nothing is
 * left behind.
 *
 * @param pid - the container's first process, as numbered outside
 * @returns takes all of it away again
 */
export function connect(pid: number): () => void {
  const link = nameFor(pid)
  const disconnect = () => locked(LOCK, () => remove(link))
  try {
    locked(LOCK, () => {
      removeAbandoned()
      addPair(link, pid)
      const subnet = freeSubnet()
      addAddresses(link, pid, subnet)
      letOut(link, subnet)
    })
  } catch (error) {
    disconnect()
    throw error
  }
  return disconnect
}

function addPair(link: string, pid: number): void {
  // 7.1, second half  Two ends of one cable. The other one is born in the namespace of the child.
  program('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid))
}

function addAddresses(link: string, pid: number, { machine, container }: Subnet): void {
  const ip = (...args: string[]) => program('ip', ...args)
  const ipInside = (...args: string[]) => program('nsenter', '--net', '--target', String(pid), 'ip', ...args)

  // 7.2  A link that is up brings the route to its subnet along. The one to all others has to be said.
  ip('address', 'add', `${machine}/30`, 'dev', link)
  ip('link', 'set', link, 'up')
  ipInside('link', 'set', 'lo', 'up')
  ipInside('address', 'add', `${container}/30`, 'dev', 'eth0')
  ipInside('link', 'set', 'eth0', 'up')
  ipInside('route', 'add', 'default', 'via', machine)
}

const isThere = (link: string) => existsSync(`/sys/class/net/${link}`)

function remove(link: string): void {
  // 7.5  It would go with the container's namespace, but that the kernel does in its own time.
  if (isThere(link)) removeLink(link)
  removeRules((name) => name === link)
}

/** The kernel may be faster. */
function removeLink(link: string): void {
  try {
    program('ip', 'link', 'delete', link)
  } catch (error) {
    if (isThere(link)) throw error
  }
}

/** Removes what is left of containers whose parent was killed. */
function removeAbandoned(): void {
  // 7.5, after a crash  Their links went with their namespaces. Rules belong to the machine, and stay.
  removeRules((name) => isOurs(name) && !isThere(name))
}
