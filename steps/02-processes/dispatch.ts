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
  // TODO 2.1  Read the command line.
  //   `run` with at least `atLeast` words after it is `subcommands.run(args)`; `child` likewise is
  //   `subcommands.child(args)`. Whatever else comes is wrong use: say so with `usage` and start nothing.
  //   A script tells wrong use from a failure by the exit status, which is 2 then: `usage` returns it.
  writeSync(2, 'container: 2.1 is still open, so nothing was started.\n')
  return 1
}

function usage({ takes }: Subcommands): number {
  writeSync(2, `usage: container.ts run ${takes}\n`)
  return 2
}
