/**
 * The process in which the checks run: one for all of them, so that they share the opened machine. `grade`
 * starts it before it loads vitest, and the machine opens meanwhile.
 */
import { init, runBaseTests, setupEnvironment } from 'vitest/worker'
import { dieWithParent } from '#provided/syscalls/process.ts'
import { endInOrder } from './end.ts'
import { useSettings } from './settings.ts'

const send = process.send?.bind(process)
if (!send) throw new Error('grade starts this, not a person')

// As an argument, not as a message later: the machine can open at once.
useSettings(JSON.parse(process.argv[2] ?? ''))
endInOrder()
// A check that never yields would not notice that `grade` was killed.
if (process.platform === 'linux') dieWithParent()
// Whoever asks for the machine first gets the error, if there is one.
const opened = import('./machine.ts').then(({ theMachine }) => theMachine()).catch(() => undefined)

init({
  post: (message) => send(message),
  on: (listener) => process.on('message', listener),
  off: (listener) => process.off('message', listener),
  setup: setupEnvironment,
  // No check begins before: the progress of the lab’s set-up has the terminal’s line until then.
  runTests: (state, traces) => opened.then(() => runBaseTests('run', state, traces)),
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
})
