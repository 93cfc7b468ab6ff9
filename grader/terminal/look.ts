import { wantsPlain } from '#provided/plain.ts'

/** How the terminal is, and how the person wants to read. */
export interface Look {
  /** Infinity where nothing says how many. */
  columns: number
  colors: boolean
  /** Words and whole lines, nothing drawn: for a screen reader. Without colours then. */
  plain: boolean
}

/**
 * What a stream can show: colours on a terminal, unless NO_COLOR says otherwise.
 *
 * @param columns where the stream does not say
 */
export function lookOf(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv,
  columns = Number.POSITIVE_INFINITY,
): Look {
  const plain = wantsPlain(stream, env)
  return {
    columns: stream.columns || columns,
    colors: stream.isTTY === true && !env.NO_COLOR && !plain,
    plain,
  }
}
