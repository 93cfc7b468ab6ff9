/**
 * `npm run look`: a container as it runs, drawn: its memory, its processor, its cgroups. See `options.ts` for what can be
 * asked. Exit codes: 0 it was looked at, however the container ended · 2 wrong use · 3 no machine · 70 the kit
 * broke · 130 interrupted.
 */

import { runCommand } from '../run-command.ts'
import { exitCodes } from '../verdict/exit-code.ts'
import { look } from './look.ts'
import { parseLook } from './options.ts'

const interrupt = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt.abort())

await runCommand(async (argv) => {
  await look(parseLook(argv), interrupt.signal)
  return interrupt.signal.aborted ? exitCodes.interrupted : exitCodes.pass
})
