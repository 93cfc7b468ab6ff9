/**
 * `npm run hint 05.3`: one hint more each time; see `options.ts` for what can be asked. Exit codes: 0 shown · 2 wrong
 * use · 70 the kit broke.
 */

import { giveUp } from '../give-up.ts'
import { displayOf } from '../terminal/display.ts'
import { answer } from './answer.ts'
import { help } from './messages.ts'
import { parseHint } from './options.ts'

const { stdout, argv, env } = process

try {
  const wish = parseHint(argv.slice(2), env)
  stdout.write(wish ? answer(wish, displayOf(stdout, env)) : help)
} catch (error) {
  process.exitCode = giveUp(error)
}
