/**
 * `npm start`, `npm run watch 05`: grades a step whenever it is saved. Exit codes: 0 quit · 2 wrong use · 3 no machine ·
 * 70 the grader broke.
 */

import { exitNow } from '../../lab/exit-now.ts'
import { giveUp } from '../give-up.ts'
import { openGrader } from '../session/without-vitest.ts'
import { fitted } from '../terminal/fitted.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { messages } from './messages.ts'
import { parseWatch } from './options.ts'
import { Watch } from './watch.ts'

process.removeAllListeners('warning')
exitNow(await main())

async function main(): Promise<number> {
  try {
    const { step, mine } = parseWatch(process.argv.slice(2))
    await using grader = await openGrader({ folder: 'steps', mine, isWatched: true })
    await new Watch(grader, step).run()
    process.stdout.write(`${fitted(messages.quit, process.stdout)}\n`)
    return exitCodes.pass
  } catch (error) {
    return giveUp(error)
  }
}
