import { Failure } from '../failure.ts'
import { program } from './program.ts'

/** Four addresses in a row: the network's own, the machine's end, the container's, and that for all of them. */
export interface Subnet {
  /** `10.0.1.0/30` */
  network: string
  /** `10.0.1.1` */
  machine: string
  /** `10.0.1.2` */
  container: string
}

/** Addresses as numbers, from the first to the one after the last. */
interface Range {
  start: number
  end: number
}

const SIZE = 4

/** What everybody may use at home (RFC 1918). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(rangeOf)

/** A route for more than that is the default route in disguise: VPNs like to write 0.0.0.0/1 and 128.0.0.0/1. */
const LARGEST = 2 ** 24

/**
 * A subnet to which this machine has no route yet. It is free for as long as nobody else takes it: look and take under
 * one lock.
 *
 * @throws Failure if there is none
 * @see man 8 ip-route
 */
export function freeSubnet(): Subnet {
  const routes: { dst: string }[] = JSON.parse(
    program('ip', '-4', '-json', 'route', 'show', 'table', 'all') || '[]',
  )
  const taken = routes
    .filter(({ dst }) => dst !== 'default')
    .map(({ dst }) => rangeOf(dst))
    .filter(({ start, end }) => end - start <= LARGEST)
  for (const range of PRIVATE) {
    const start = firstFree(range, taken)
    if (start !== undefined)
      return { network: `${address(start)}/30`, machine: address(start + 1), container: address(start + 2) }
  }
  throw new Failure('This machine has routes to all private networks. Next: ip route')
}

function firstFree({ start, end }: Range, taken: Range[]): number | undefined {
  let candidate = start
  while (candidate + SIZE <= end) {
    const inTheWay = taken.find((range) => range.start < candidate + SIZE && candidate < range.end)
    if (!inTheWay) return candidate
    candidate = Math.ceil(inTheWay.end / SIZE) * SIZE
  }
  return undefined
}

/** `10.0.1.0/30` in numbers; a lone address is a network of one. */
function rangeOf(network: string): Range {
  const [text = '', prefix = '32'] = network.split('/')
  const start = text.split('.').reduce((number, part) => number * 256 + Number(part), 0)
  return { start, end: start + 2 ** (32 - Number(prefix)) }
}

const address = (number: number) => [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join('.')
