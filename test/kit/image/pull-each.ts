/**
 * `pull-each.ts IMAGE…` pulls images one after the other, whatever becomes of each, and prints an {@link Outcome} for
 * each in a line of JSON. It is what `container.ts pull` does, without a start of Node for every image: in the lab that
 * takes longer than the pull.
 */
import { pull } from '#provided/image/pull.ts'

export interface Outcome {
  image: string
  /** What was thrown: a `Failure`, which is in words for a person, or something worse. */
  error?: { name: string; message: string }
}

for (const image of process.argv.slice(2)) {
  const outcome: Outcome = { image }
  await pull([image]).catch(({ name, message }: Error) => {
    outcome.error = { name, message }
  })
  process.stdout.write(`${JSON.stringify(outcome)}\n`)
}
