/**
 * What a grade cannot do without: its containers held at the barrier and ended, in step 05 put under load meanwhile, in a lab
 * that is running. Prints how long that takes, ms. A process of its own, for evidence is gathered once in each.
 *
 * With `again` it is gathered twice, and the second time counts: the lab has run all of it by then, as when one watches.
 */

import { held as namespaces } from '../grader/evidence/03-namespaces/held.ts'
import { ended, held, loads } from '../grader/evidence/05-cgroups/containers.ts'
import { forgetEvidence } from '../grader/evidence/once.ts'
import { end } from '../grader/session/end.ts'
import { theMachine } from '../grader/session/machine.ts'
import { useSettings } from '../grader/session/settings.ts'
import { timed } from './stopwatch.ts'

const acts = { '03': [namespaces], '05': [held, loads, ended] }
const [settings = '', step, again] = process.argv.slice(2)
useSettings(JSON.parse(settings))

async function gather() {
  for (const act of acts[step as keyof typeof acts]) await act()
}

await theMachine()
if (again) {
  await gather()
  forgetEvidence()
}
process.stdout.write(`${await timed(gather)}\n`)
await end()
