/**
 * Starts each contestant once a round and prints how long it took, by its name, in milliseconds. It runs where the
 * containers are: in the lab, or in a namespace of its own on this machine.
 */
import { spawnSync } from 'node:child_process'

/** What is started, one command after the other. */
export type Contestants = Record<string, string[][]>

export interface Race {
  contestants: Contestants
  rounds: number
  env: Record<string, string>
  cwd: string
}

/** Node keeps what it compiled when a process ends, and takes it from there in the next one. */
const warmUp = 2

const { contestants, rounds, env, cwd } = JSON.parse(process.argv[2] ?? '') as Race

function start([file = '', ...args]: string[]) {
  const { status, error } = spawnSync(file, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw error ?? new Error(`${file} ${args.join(' ')} ended with ${status}`)
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
