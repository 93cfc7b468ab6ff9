/**
 * `npm start`, `npm run watch 05`: grades a step whenever it is saved. Exit codes: 0 quit · 2 wrong use · 3 no machine ·
 * 70 the kit broke.
 */

import { runCommand } from '../run-command.ts'
import { openGrader } from '../session/grader.ts'
import { fitted } from '../terminal/fitted.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { messages } from './messages.ts'
import { parseWatch } from './options.ts'
import { Watch } from './watch.ts'

await runCommand(async (argv) => {
  const { step, mine } = parseWatch(argv)
  await using grader = await openGrader({ folder: 'steps', mine, isWatched: true })
  await new Watch(grader, step).run()
  process.stdout.write(`${fitted(messages.quit, process.stdout)}\n`)
  return exitCodes.pass
})
