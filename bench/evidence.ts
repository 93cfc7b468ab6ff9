/**
 * What a grade of 05 cannot do without: two containers held at the gate, put under load and ended, in a lab that is
 * running. Prints how long that takes, ms. A process of its own, for evidence is gathered once in each.
 */
import { ended, held, loads } from '../grader/evidence/cgroups.ts'
import { theMachine } from '../grader/machine/open.ts'
import { end } from '../grader/session/end.ts'
import { timed } from './stopwatch.ts'

await theMachine()
const milliseconds = await timed(async () => {
  await held()
  await loads()
  await ended()
})
process.stdout.write(`${milliseconds}\n`)
await end()
