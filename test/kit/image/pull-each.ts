/**
 * `pull-each.ts LAYOUT IMAGE…` pulls images one after the other, whatever becomes of each, and prints an {@link Outcome}
 * for each in a line of JSON. It is what `container.ts pull` does, without a start of Node for every image: in the lab that
 * takes longer than the pull.
 */
import { pull } from '#provided/image/pull.ts'
import type { Layout } from '#provided/image/unpack.ts'

export interface Outcome {
  image: string
  /** What was thrown: a `Failure`, which is in words for a person, or something worse. */
  error?: { name: string; message: string }
}

const [layout, ...images] = process.argv.slice(2)
for (const image of images) {
  const outcome: Outcome = { image }
  await pull([image], layout as Layout).catch(({ name, message }: Error) => {
    outcome.error = { name, message }
  })
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
