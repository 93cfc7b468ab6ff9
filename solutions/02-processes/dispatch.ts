import { writeSync } from 'node:fs'
import { reportFailure } from '#provided/failure.ts'

/** The two lives of a container.ts: what the person starts, and what it starts itself. */
export interface Subcommands {
  /** What is expected after `run`: `<command> [args…]`. */
  takes: string
  /** How many words that is at least. */
  atLeast: number
  run: (args: string[]) => Promise<number>
  child: (args: string[]) => number
  /** How `pull` lays out images for it, where that is not in one folder: see step 08. */
  layout?: 'layers'
}

/**
 * Does what the command line asks for.
 *
 * @returns the exit status to end with: that of the subcommand, 2 for wrong use, 125 where the runtime failed
 */
export async function dispatch(subcommands: Subcommands): Promise<number> {
  const [subcommand = '', ...args] = process.argv.slice(2)
  try {
    // Given, for step 04 and later; loaded only then.
    if (subcommand === 'pull')
      return await (await import('#provided/image/pull.ts')).pull(args, subcommands.layout)
    return await choose(subcommands, subcommand, args)
  } catch (error) {
    return reportFailure(error)
  }
}

async function choose(subcommands: Subcommands, subcommand: string, args: string[]): Promise<number> {
  // 2.1  `run` and `child`, with all that they need; anything else is wrong use.
  if (args.length < subcommands.atLeast) return usage(subcommands)
  if (subcommand === 'run') return subcommands.run(args)
  if (subcommand === 'child') return subcommands.child(args)
  return usage(subcommands)
}

function usage({ takes }: Subcommands): number {
  writeSync(2, `usage: container.ts run ${takes}\n`)
  return 2
}
