/**
 * `npm run look`: a container as it runs, drawn: its memory, its processor, its cgroups. See `options.ts` for what can be
 * asked. Exit codes: 0 it was looked at, however the container ended · 2 wrong use · 3 no machine · 130 interrupted.
 */

import { end } from '../../lab/end.ts'
import { LabError } from '../../lab/messages.ts'
import { fitted } from '../terminal/fitted.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { Judgement } from '../verdict/outcome.ts'
import { WrongUse } from '../wrong-use.ts'
import { look } from './look.ts'
import { parseLook } from './options.ts'

// Stripping types is called experimental by Node.
process.removeAllListeners('warning')

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort())

end(await main())

async function main(): Promise<number> {
  try {
    await look(parseLook(process.argv.slice(2)), interrupt.signal)
    return interrupt.signal.aborted ? exitCodes.interrupted : exitCodes.pass
  } catch (error) {
    if (error instanceof WrongUse) return fail(error.message, exitCodes.wrongUse)
    if (error instanceof LabError) return fail(error.message, exitCodes.unknown)
    if (error instanceof Judgement) return fail(error.finding.message ?? '', exitCodes.unknown)
    throw error
  }
}

function fail(message: string, status: number): number {
  process.stderr.write(`${fitted(message, process.stderr)}\n`)
  return status
}
