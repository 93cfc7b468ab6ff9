import type { Berth } from '../berth/berth.ts'

/** Berths that are made before anybody asks for one. */
export interface Spares {
  /** One that is ready, or else a new one. */
  take(): Promise<Berth>
  /** Makes so many more. */
  keep(count: number): Promise<void>
  /** Forgets those that are ready: the machine has something now that they lack, such as podman. */
  discard(): void
}

export function spareBerths(build: () => Promise<Berth>): Spares {
  const ready: Berth[] = []
  return {
    take: async () => ready.pop() ?? build(),
    async keep(count) {
      for (let made = 0; made < count; made++) ready.push(await build())
    },
    discard: () => void ready.splice(0),
  }
}
