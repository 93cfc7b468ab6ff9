import type { OnProgress } from '../lab/progress.ts'
import { ours, oursInLayers } from './pull/contestants.ts'
import { pullsHere } from './pull/native.ts'
import type { Row, Section } from './table.ts'

const MIB = 1024 * 1024

/** Pulling an image and unpacking it, by us and by others. */
export async function pulling(onProgress: OnProgress): Promise<Section> {
  const { image, results } = await pullsHere(5, onProgress)
  const rows = Object.entries(results).map(([what, { samples }]): Row => ({ what, samples }))
  const own = rows.filter(({ what }) => [ours, oursInLayers].includes(what))
  const others = rows.filter((row) => !own.includes(row))
  return {
    title: `Pulling ${(image.size / MIB).toFixed(0)} MiB in ${image.layers} layers, on this machine`,
    rows,
    ratios: own.flatMap((of) => others.map((to) => ({ of, to, atMost: 1 }))),
    remarks: Object.entries(results).map(
      ([what, { peak }]) => `${what}: ${(peak / MIB).toFixed(0)} MiB of memory at most`,
    ),
  }
}
