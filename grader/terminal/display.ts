import type pc from 'picocolors'
import { wantsPlain } from '#provided/plain.ts'

export type Colors = ReturnType<typeof pc.createColors>

/** Wider than this no screen is set, however wide the terminal: lines want to be read. */
export const widest = 100

/** How the terminal is, and how the person wants to read. */
export interface Display {
  /** Infinity where nothing says how many, and for a screen reader, to which the end of a line is a pause. */
  columns: number
  colors: boolean
  /** Words and whole lines, nothing drawn: for a screen reader. Without colours then. */
  plain: boolean
  /** Links carry their addresses (OSC 8). */
  links: boolean
  /**
   * So does `steps/05-cgroups/cgroups.ts:48`. VS Code finds that itself, unless it has an address, and goes to the line, which
   * an address does not say.
   */
  fileLinks: boolean
}

/**
 * What a stream can show: colours on a terminal, unless NO_COLOR says otherwise, and links there.
 *
 * @param columns - where the stream does not say
 */
export function displayOf(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv,
  columns = Number.POSITIVE_INFINITY,
): Display {
  const plain = wantsPlain(stream, env)
  const links = stream.isTTY === true && !plain && !env.CI
  return {
    columns: plain ? Number.POSITIVE_INFINITY : stream.columns || columns,
    colors: stream.isTTY === true && !env.NO_COLOR && !plain,
    plain,
    links,
    fileLinks: links && env.TERM_PROGRAM !== 'vscode',
  }
}
