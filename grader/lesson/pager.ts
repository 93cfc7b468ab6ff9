import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Shows a text a screen at a time, where there is a terminal and more than it can show at once. */
export async function page(text: string): Promise<void> {
  const { stdout, env } = process
  if (!stdout.isTTY || text.split('\n').length <= (stdout.rows || 24)) {
    stdout.write(text)
    return
  }
  // Ctrl-C is the pager's.
  process.on('SIGINT', () => undefined)
  const pager = spawn(env.PAGER || 'less', {
    shell: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: '-R', ...env },
  })
  // Who has read enough closes it.
  pager.stdin.on('error', () => undefined)
  pager.stdin.end(text)
  const [code] = await once(pager, 'exit')
  if (code === notFound) stdout.write(text)
}

/** What a shell ends with where there is no such program. */
const notFound = 127
