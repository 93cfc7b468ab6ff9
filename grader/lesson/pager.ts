import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { wantsPlain } from '#provided/plain.ts'

/**
 * Shows a text a screen at a time, where there is a terminal and more than it can show at once. A pager draws over what it
 * has shown: a plain terminal has the text as it is.
 *
 * @param options.always - also what is short: whoever draws on the screen afterwards would wipe it out
 */
export async function page(text: string, { always = false } = {}): Promise<void> {
  const { stdout, env } = process
  const fits = text.split('\n').length <= (stdout.rows || 24)
  if (!stdout.isTTY || wantsPlain(stdout, env) || (fits && !always)) {
    stdout.write(text)
    return
  }
  // Ctrl-C is the pager's.
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  const pager = spawn(env.PAGER || 'less', {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: '-R', LESSCHARSET: 'utf-8', ...env },
  })
  // Who has read enough closes it.
  pager.stdin.on('error', () => undefined)
  pager.stdin.end(text)
  const [code] = await once(pager, 'exit')
  process.off('SIGINT', ignore)
  if (code === notFound) stdout.write(text)
}

/** What a shell ends with where there is no such program. */
const notFound = 127
