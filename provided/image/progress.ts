import type { WriteStream } from 'node:tty'
import { wantsPlain } from '../plain.ts'
import type { Descriptor } from './manifest.ts'
import { bytes, duration } from './messages.ts'

/**
 * Shows a person how far a pull is: one line on a terminal, which is written over, for a screen reader a line now and then,
 * and nothing elsewhere. Notes are told everywhere.
 */
export interface PullProgress {
  /** What is going to come, and of how many layers. */
  expect(blobs: Descriptor[], layers: number): void
  /** Tells how many bytes of this blob are there by now. */
  of(blob: Descriptor): (length: number) => void
  /** Tells how much of the image is unpacked, 0 to 1. */
  unpacking(share: number): void
  /** Something that a person should know, though it goes on. */
  note(text: string): void
  /** Leaves no line behind. */
  clear(): void
}

/** How often the line is written anew, in milliseconds. */
const PACE = 100
/** The same where each time is a line more. */
const PLAIN_PACE = 5000
/** How far back the rate looks, in milliseconds. */
const WINDOW = 3000

/** @param what - the image that is pulled */
export function showPull(what: string, out: Pick<WriteStream, 'write' | 'isTTY' | 'columns'>): PullProgress {
  const there = new Map<string, number>()
  let total = 0
  let layers = 0
  let whole = 0
  let shownAt = Number.NEGATIVE_INFINITY
  const told = new Set<string>()
  const isPlain = wantsPlain(out, process.env)
  const seen: { at: number; done: number }[] = []

  const show = (text: () => string, now = performance.now()) => {
    if (!out.isTTY || now - shownAt < (isPlain ? PLAIN_PACE : PACE)) return
    shownAt = now
    if (isPlain) return out.write(`${text().replaceAll(/ {2}| · /g, ', ')}\n`)
    out.write(`\r${text().slice(0, out.columns - 1)}\x1b[K`)
  }
  const line = () => {
    const done = there.values().reduce((sum, length) => sum + length, 0)
    const { rate, left } = pace(seen, done, total - done)
    const amount = `${bytes(done)} of ${bytes(total)}`
    const speed =
      rate > 0 ? [`${bytes(rate)}/s`, ...(left === undefined ? [] : [`${duration(left)} left`])] : []
    return [`${what}  ${Math.min(whole, layers)} of ${layers} layers`, amount, ...speed].join(' · ')
  }

  const clear = () => {
    if (out.isTTY && !isPlain && shownAt > 0) out.write('\r\x1b[K')
  }

  return {
    expect(blobs, count) {
      total = blobs.reduce((sum, { size }) => sum + size, 0)
      layers = count
    },
    of: ({ digest, size, mediaType }) => {
      const isLayer = !mediaType.includes('config') && !mediaType.includes('container.image')
      return (length) => {
        if (length === size && there.get(digest) !== size && isLayer) whole++
        there.set(digest, length)
        show(line)
      }
    },
    unpacking: (share) => show(() => `${what}  unpacking · ${Math.floor(share * 100)} %`),
    note(text) {
      // Several parts of a pull may have the same to say.
      if (told.has(text)) return
      told.add(text)
      clear()
      out.write(`${text}\n`)
    },
    clear,
  }
}

/** Bytes a second over the last few seconds, and the seconds that the rest will take at that. */
function pace(seen: { at: number; done: number }[], done: number, rest: number) {
  const now = performance.now()
  seen.push({ at: now, done })
  while ((seen[0]?.at ?? now) < now - WINDOW) seen.shift()
  const first = seen[0] ?? { at: now, done }
  const rate = now > first.at ? ((done - first.done) / (now - first.at)) * 1000 : 0
  return { rate, left: rate > 0 ? rest / rate : undefined }
}
