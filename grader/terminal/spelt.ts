import { symbols } from './symbols.ts'

/** Text of our own with words in the place of the signs that a screen reader stumbles over. */
export function spelt(text: string): string {
  return Object.entries(symbols)
    .filter(([, symbol]) => /\P{ASCII}/u.test(symbol))
    .reduce((spelt, [outcome, symbol]) => spelt.replaceAll(symbol, outcome), text)
    .replaceAll(' · ', ', ')
}
