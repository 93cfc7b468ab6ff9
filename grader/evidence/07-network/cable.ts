import type { Link, Network } from '../../machine/network.ts'

/** A veth pair between a container and the machine: its two ends. */
export interface Cable {
  inside: Link
  outside: Link
}

/** The pairs of which one end is in the container and the other on the machine. */
export function cablesOf(container: Network, machine: Network): Cable[] {
  return container.links.flatMap((inside) => {
    const outside = machine.links.find(
      ({ index, peer, kind }) => kind === 'veth' && index === inside.peer && peer === inside.index,
    )
    return inside.kind === 'veth' && outside ? [{ inside, outside }] : []
  })
}
