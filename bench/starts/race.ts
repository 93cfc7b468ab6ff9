/**
 * Starts each contestant once a round and prints how long it took, by its name, in milliseconds. It runs where the
 * containers are: in the lab, or in a namespace of its own on this machine.
 */
import { type StdioOptions, spawnSync } from 'node:child_process'

/** What is started, one command after the other. */
export type Contestants = Record<string, string[][]>

export interface Race {
  contestants: Contestants
  rounds: number
  env: Record<string, string>
  cwd: string
}

/** None takes so long, ms. One that hangs is named instead of waited for. */
const hopeless = 30_000

/** Node keeps what it compiled when a process ends, and takes it from there in the next one. */
const warmUp = 2

const { contestants, rounds, env, cwd } = JSON.parse(process.argv[2] ?? '') as Race

function start([file = '', ...args]: string[]) {
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit']
  const { status, error } = spawnSync(file, args, { cwd, env, stdio, timeout: hopeless })
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${error?.message ?? status}`)
}

const samples = Object.fromEntries(Object.keys(contestants).map((name) => [name, [] as number[]]))
for (let round = -warmUp; round < rounds; round++) {
  for (const [name, commands] of Object.entries(contestants)) {
    const started = performance.now()
    for (const command of commands) start(command)
    if (round >= 0) samples[name]?.push(performance.now() - started)
  }
}
process.stdout.write(JSON.stringify(samples))
