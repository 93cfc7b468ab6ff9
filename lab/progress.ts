import type { WriteStream } from 'node:tty'
import { wantsPlain } from '../provided/plain.ts'

/** A long step of the set-up, told again as it advances. */
export interface Progress {
  /** `Downloading Debian packages` */
  what: string
  /** 0 to 100, where it is known. */
  percent?: number
}

export type OnProgress = (progress: Progress) => void

/** One line that is written over on a terminal; elsewhere, and for a screen reader, a line for each step. */
export function showProgress(out: WriteStream): { onProgress: OnProgress; clear: () => void } {
  let last = ''
  const isDrawn = out.isTTY && !wantsPlain(out, process.env)
  return {
    onProgress({ what, percent }) {
      if (isDrawn) {
        const line = percent === undefined ? `${what} …` : `${what} … ${Math.floor(percent)} %`
        out.write(`\r${line.slice(0, out.columns - 1)}\x1b[K`)
      } else if (what !== last) out.write(`${what} …\n`)
      last = what
    },
    clear() {
      if (isDrawn && last) out.write('\r\x1b[K')
      last = ''
    },
  }
}
