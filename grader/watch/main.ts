/**
 * `npm start`, `npm run watch 05`: grades a step whenever it is saved. Exit codes: 0 quit · 2 wrong use · 3 no machine ·
 * 70 the grader broke.
 */

import { end } from '../../lab/end.ts'
import { LabError } from '../../lab/messages.ts'
import { openGrader } from '../session/grading.ts'
import { fitted } from '../terminal/fitted.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { Judgement } from '../verdict/outcome.ts'
import { WrongUse } from '../wrong-use.ts'
import { messages } from './messages.ts'
import { parseWatch } from './options.ts'
import { Watch } from './watch.ts'

process.removeAllListeners('warning')
end(await main())

async function main(): Promise<number> {
  try {
    const { step, mine } = parseWatch(process.argv.slice(2))
    await using grader = await openGrader({ folder: 'steps', mine, isWatched: true })
    await new Watch(grader, step).run()
    process.stdout.write(`${fitted(messages.quit, process.stdout)}\n`)
    return exitCodes.pass
  } catch (error) {
    if (error instanceof WrongUse) return fail(error.message, exitCodes.wrongUse)
    if (error instanceof LabError) return fail(error.message, exitCodes.unknown)
    if (error instanceof Judgement) return fail(error.finding.message ?? '', exitCodes.unknown)
    return fail((error as Error).stack ?? String(error), exitCodes.broken)
  }
}

function fail(message: string, status: number): number {
  process.stderr.write(`${fitted(message, process.stderr)}\n`)
  return status
}
