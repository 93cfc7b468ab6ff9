/**
 * `npm run doctor`: what this machine can do, each line ok or with the command that mends it. `-- --fix` mends
 * what it can itself. Exit codes: 0 grades can run · 2 wrong use · 3 something must be mended first.
 */

import { parseArgs } from 'node:util'
import { runCommand } from '../run-command.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'
import { fixImage } from './busybox.ts'
import { fixCgroups } from './cgroups.ts'
import { examine } from './examine.ts'
import { messages } from './messages.ts'
import { screen } from './screen.ts'

await runCommand(doctor)

function doctor(argv: string[]): number {
  if (wantsFix(argv))
    for (const said of [fixCgroups(), fixImage()]) if (said) process.stdout.write(`${said}\n\n`)
  const health = examine()
  process.stdout.write(screen(health, displayOf(process.stdout, process.env)))
  return health.canGrade ? exitCodes.pass : exitCodes.unknown
}

function wantsFix(argv: string[]): boolean {
  refuseSwallowedFlags('doctor', ['fix'], argv)
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { fix: { type: 'boolean' } },
    })
    const words = positionals.filter((word) => word !== 'fix')
    if (words.length === 0) return values.fix === true || positionals.includes('fix')
  } catch {
    // There is no such option.
  }
  throw new WrongUse(messages.usage)
}
