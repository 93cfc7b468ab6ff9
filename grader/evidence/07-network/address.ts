/** `10.0.1.2/30` as the first and the last address of its network, in numbers. A lone address is a network of one. */
function rangeOf(network: string): { first: number; last: number } {
  const [address = '', prefix = '32'] = network.split('/')
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - Number(prefix))
  const first = number - (number % size)
  return { first, last: first + size - 1 }
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)]
  return a.first <= b.last && b.first <= a.last
}

/** Without its prefix. */
export const withoutPrefix = (address: string) => address.split('/')[0] ?? ''

/** `10.0.1.0/30` for `10.0.1.2/30`. */
export function subnetOf(address: string): string {
  const { first } = rangeOf(address)
  const parts = [24, 16, 8, 0].map((bits) => (first >>> bits) & 255)
  return `${parts.join('.')}/${address.split('/')[1] ?? 32}`
}
