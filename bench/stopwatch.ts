export type Milliseconds = number

export async function timed(action: () => Promise<unknown>): Promise<Milliseconds> {
  const started = performance.now()
  await action()
  return performance.now() - started
}

export async function times<T>(rounds: number, action: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await action())
  return results
}

/**
 * Takes one sample of each in turn, `rounds` times: what disturbs the machine meanwhile disturbs all of them, and
 * their ratio stays what it is.
 */
export async function inTurn<Name extends string>(
  rounds: number,
  takers: Record<Name, () => Promise<Milliseconds>>,
): Promise<Record<Name, Milliseconds[]>> {
  const names = Object.keys(takers) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Milliseconds[]]))
  for (let round = 0; round < rounds; round++)
    for (const name of names) samples[name]?.push(await takers[name]())
  return samples as Record<Name, Milliseconds[]>
}

export function median(samples: Milliseconds[]): Milliseconds {
  const sorted = samples.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, sample) => sum + sample, 0) / middle.length
}
