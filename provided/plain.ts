/**
 * Whether a person wants to be told in words and whole lines, nothing drawn and nothing written over, as a screen reader
 * reads best: they say so by DRYDOCK_PLAIN=1, and a terminal that can do no more by TERM=dumb.
 */
export function wantsPlain({ isTTY }: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return Boolean(env.DRYDOCK_PLAIN) || (isTTY === true && env.TERM === 'dumb')
}
