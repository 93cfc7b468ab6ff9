/**
 * `kill-pulls.ts LAYOUT IMAGE FOLDER COUNT`: pulls an image whose blobs are there already, once to its end, and then so many
 * times with a SIGKILL while it unpacks, each time at a later moment. Prints what is in /fs after each, as JSON.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

const [layout = '', image = '', folder = '', count = ''] = process.argv.slice(2)
const container = `/workshop/solutions/${layout === 'layers' ? '08-layers' : '04-chroot'}/container.ts`

/** Starts a pull, and comes back when it has begun to unpack. */
async function unpacking(): Promise<{ pull: ChildProcess; ended: Promise<unknown> }> {
  for (const name of [folder, '.layers']) rmSync(`/fs/${name}`, { recursive: true, force: true })
  const old = new Set(readdirSync('/fs'))
  const pull = spawn(process.execPath, [container, 'pull', image], { stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = once(pull, 'exit')
  // One that ends without unpacking would be waited for for ever.
  const hasEnded = new AbortController()
  ended.then(() => hasEnded.abort())
  const events = watch('/fs', { signal: hasEnded.signal })
  for await (const { filename } of events) if (filename?.startsWith('.pull-') && !old.has(filename)) break
  return { pull, ended }
}

const whole = await unpacking()
const started = performance.now()
await whole.ended
const duration = performance.now() - started

for (let point = 0; point < Number(count); point++) {
  const { pull, ended } = await unpacking()
  // There is no event to wait for: any moment is a good one to be killed at.
  await setTimeout((duration * point) / Number(count))
  pull.kill('SIGKILL')
  await ended
  const names = readdirSync('/fs')
  const unfinished = names.filter((name) => name.startsWith('.pull-')).length
  process.stdout.write(`${JSON.stringify({ unfinished, isThere: names.includes(folder) })}\n`)
}
