/**
 * `npm run doctor`: what this machine can do, each line ok or with the command that mends it. `-- --fix` mends
 * what it can itself. Exit codes: 0 grades can run · 2 wrong use · 3 something must be mended first.
 */

import { parseArgs } from 'node:util'
import { exitNow } from '../../lab/exit-now.ts'
import { displayOf } from '../terminal/display.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { refuseEaten } from '../wrong-use.ts'
import { fixImage } from './busybox.ts'
import { fixCgroups } from './cgroups.ts'
import { examine } from './examine.ts'
import { messages } from './messages.ts'
import { screen } from './screen.ts'

exitNow(doctor(process.argv.slice(2)))

function doctor(argv: string[]): number {
  const wantsFix = asked(argv)
  if (wantsFix === undefined) {
    process.stderr.write(messages.usage)
    return exitCodes.wrongUse
  }
  if (wantsFix) for (const said of [fixCgroups(), fixImage()]) if (said) process.stdout.write(`${said}\n\n`)
  const health = examine()
  process.stdout.write(screen(health, displayOf(process.stdout, process.env)))
  return health.canGrade ? exitCodes.pass : exitCodes.unknown
}

function asked(argv: string[]): boolean | undefined {
  try {
    refuseEaten('doctor', ['fix'], argv)
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { fix: { type: 'boolean' } },
    })
    const words = positionals.filter((word) => word !== 'fix')
    return words.length > 0 ? undefined : values.fix === true || positionals.includes('fix')
  } catch {
    return undefined
  }
}
