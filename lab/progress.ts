import type { WriteStream } from 'node:tty'

/** A long step of the set-up, told again as it advances. */
export interface Progress {
  /** `Downloading Debian packages` */
  what: string
  /** 0 to 100, where it is known. */
  percent?: number
}

export type OnProgress = (progress: Progress) => void

/** One line that is written over on a terminal; elsewhere a plain line for each step. */
export function showProgress(out: WriteStream): { onProgress: OnProgress; clear: () => void } {
  let last = ''
  return {
    onProgress({ what, percent }) {
      if (out.isTTY) {
        const line = percent === undefined ? `${what} …` : `${what} … ${Math.floor(percent)} %`
        out.write(`\r${line.slice(0, out.columns - 1)}\x1b[K`)
      } else if (what !== last) out.write(`${what} …\n`)
      last = what
    },
    clear() {
      if (out.isTTY && last) out.write('\r\x1b[K')
      last = ''
    },
  }
}
