import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { watchPulse } from '../../lab/pulse.ts'
import { connect } from '../../lab/rpc.ts'
import { Judgement } from '../verdict/judgement.ts'
import type { OpenMachine } from './machine.ts'
import { remoteMachine } from './remote.ts'

const silent = (seconds: number) =>
  [
    `The grader’s agent on this machine has not answered for ${seconds} s, and was ended.`,
    'Code may hold up what the agent itself needs. The next grade tidies up: run the same command again.',
  ].join('\n  ')

const killed = (signal: NodeJS.Signals) =>
  [
    `The grader’s agent on this machine was ended by ${signal}: it or the machine ran short of memory (see dmesg).`,
    'Code may have made more of something than can be looked at. Run the same command again.',
  ].join('\n  ')

/**
 * This machine, judged by an agent in a process of its own: only that process goes in and out of namespaces,
 * and when it dies every berth dies with it.
 */
export async function openNative(): Promise<OpenMachine> {
  const agent = spawn(process.execPath, [join(import.meta.dirname, '../agent/main.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(agent, 'exit')
  const connection = connect(agent.stdout, agent.stdin)
  ended.then(([code, signal]) =>
    connection.fail(
      signal
        ? new Judgement({ outcome: 'environment', message: killed(signal) })
        : new Error(`The grader’s agent on this machine ended (${code}).`),
    ),
  )
  agent.stdin.on('error', () => undefined)
  const machine = remoteMachine(connection.call)
  watchPulse(machine.facts, (seconds) => {
    connection.fail(new Judgement({ outcome: 'environment', message: silent(seconds) }))
    agent.kill('SIGKILL')
  })
  return {
    machine,
    addPodman: async () => undefined,
    async close() {
      agent.stdin.end()
      await ended
    },
  }
}
