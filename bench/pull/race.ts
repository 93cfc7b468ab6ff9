/**
 * Lets each contestant pull once a round, and prints how long it took, in milliseconds, and what it takes of memory, by
 * its name. It runs in a mount namespace of its own, see native.ts.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Contestant, work } from './contestants.ts'
import { type Bytes, watchMemory } from './memory.ts'

export interface Race {
  contestants: Record<string, Contestant>
  rounds: number
  env: Record<string, string>
}

export interface Result {
  /** Milliseconds, a round each. */
  samples: number[]
  peak: Bytes
}

const { contestants, rounds, env } = JSON.parse(process.argv[2] ?? '') as Race

async function run([file = '', ...args]: string[], added: Record<string, string> = {}, isWatched = false) {
  const child = spawn(file, args, { env: { ...env, ...added }, stdio: ['ignore', 'ignore', 'pipe'] })
  const stop = isWatched ? watchMemory(child.pid ?? 0) : () => 0
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}:\n${said}`)
  return stop()
}

/** Nothing is left of the one before, nor still on its way to the disk. */
async function prepare() {
  for (const name of readdirSync(work)) rmSync(join(work, name), { recursive: true, force: true })
  mkdirSync(join(work, 'tmp'))
  await run(['sync'])
}

const results = Object.fromEntries(
  Object.keys(contestants).map((name) => [name, { samples: [], peak: 0 } as Result]),
)
// The first round is for memory: it is nobody's time, and whatever keeps something keeps it then.
for (let round = 0; round <= rounds; round++) {
  for (const [name, { commands, env }] of Object.entries(contestants)) {
    await prepare()
    const started = performance.now()
    const peaks: Bytes[] = []
    for (const command of commands) peaks.push(await run(command, env, round === 0))
    const time = performance.now() - started
    if (round === 0) Object.assign(results[name] ?? {}, { peak: Math.max(...peaks) })
    else results[name]?.samples.push(time)
  }
}
process.stdout.write(JSON.stringify(results))
