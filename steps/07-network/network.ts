import { existsSync } from 'node:fs'
import { locked } from '#provided/lock.ts'
import { program } from '#provided/network/program.ts'
import { freeSubnet, type Subnet } from '#provided/network/subnet.ts'
import { CLONE_NEWNET } from '#provided/syscalls/namespaces.ts'
import { NAMESPACES as EARLIER } from '#steps/04-chroot/mounts.ts'
import { letOut, removeRules } from './firewall.ts'
import { isOurs, nameFor } from './name.ts'

// TODO 7.1  Add a network namespace (CLONE_NEWNET) to the EARLIER ones. Second half: below.
//   man 7 network_namespaces
export const NAMESPACES = EARLIER

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
  // 7.1, second half  Make a veth pair, which is a cable with a network card at each end. `link` is the name of the
  //   machine's end: it has the child's number in it, since two containers cannot have a link of the same name, and at
  //   most 15 characters. The other end is `eth0`, and belongs into the network namespace of process `pid`.
  //   By hand:  ip link add drydock412 type veth peer name eth0 netns 412
  //   or in two:  ip link add drydock412 type veth peer name tmp412;  ip link set tmp412 netns 412 name eth0
  //   `program('ip', 'link', …)` runs it, and throws what it says if it fails. man 4 veth, man 8 ip-link
}

function addAddresses(link: string, pid: number, { machine, container }: Subnet): void {
  const ip = (...args: string[]) => program('ip', ...args)
  const ipInside = (...args: string[]) => program('nsenter', '--net', '--target', String(pid), 'ip', ...args)

  // TODO 7.2  On the machine: the address `machine`, with /30 behind it, for `link`, and up with it. Inside: `lo` up, for
  //   a new network namespace has it down; the address `container`, with /30 too, for `eth0`, and up. Then the route
  //   for all that is not in this subnet: `default`, by way of `machine`. In this order: the kernel takes a
  //   default route only if it has one to the gateway, and that comes with the address of a link that is up.
  //   By hand:  ip address add 10.0.1.1/30 dev drydock412;  ip link set drydock412 up
  //             nsenter --net --target 412 ip route add default via 10.0.1.1
  //   man 8 ip-address, man 8 ip-route, man 1 nsenter
}

const isThere = (link: string) => existsSync(`/sys/class/net/${link}`)

function remove(link: string): void {
  // TODO 7.5  Remove the link, if it is still there: `removeLink` is given. With one end the other goes, and all their
  //   addresses and routes. The kernel takes it away with the container's namespace, but in its own time.
  //   Then `removeRules`, for those that have this link's name. What it does is the second half: firewall.ts.
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
  // 7.5, after a crash  If a parent is killed, its container dies with it (2.2), and the link with its namespace. Its
  //   rules belong to the machine, and stay. So remove rules whose name is one of ours, and whose link is not there.
}
