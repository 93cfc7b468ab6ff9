import type { Process } from '../../machine/process.ts'
import { fail } from '../../verdict/judgement.ts'
import { complaint } from '../complaint.ts'
import { failedAt } from '../failed-at.ts'
import { openGradedBerth } from '../graded-berth.ts'
import { once } from '../once.ts'
import { leavesOf } from '../own-cgroup.ts'
import { isWithin } from '../path.ts'
import { bundle, bundleFiles, step } from './bundle.ts'
import { create, lastWords } from './create.ts'
import { startImpostor } from './impostor.ts'
import { stateOf } from './state.ts'

// One container from create to delete, by the runtime's own command line, in four acts: it waits; it runs; it is
// signalled and ends; it is deleted, and one of the same name is ended by force.

const asked = bundle()
const { id, argv, words } = asked

/** Another one of that name, which SIGTERM does not end. */
const stubborn = { ...bundle(asked.cgroup, {}, ''), id }

const theBerth = once(() =>
  openGradedBerth({ files: { ...bundleFiles(asked), ...bundleFiles(stubborn) }, mayTrace: true }),
)

const call = async (...args: string[]) => (await theBerth()).start(step, args)
const called = async (...args: string[]) => (await call(...args)).waitForExit()

const state = async () => stateOf(await called('state', id))

async function processes(): Promise<Process[]> {
  const { machine, berth } = await theBerth()
  return machine.processes({ berth })
}

/** Whether a process has not ended, as the machine counts them. */
const lives = async (process: Process | undefined) =>
  (await processes()).some(({ pid, state }) => pid === process?.pid && state !== 'Z')

async function cgroups(): Promise<string[]> {
  const { machine, berth } = await theBerth()
  return (await machine.cgroups({ berth })).map(({ path }) => path)
}

/** Of new cgroups, those that are the container's: one above, which containers share, may stay when it is gone. */
function ownOf(made: string[], at: string | undefined): string[] {
  const leaves = leavesOf(made)
  const folders = [asked.cgroup, ...(at === undefined ? [] : [at])]
  return made.filter((path) => leaves.includes(path) || folders.some((folder) => isWithin(path, folder)))
}

/** The container after `create`. */
export const created = once(async () => {
  const before = await cgroups()
  const { running, end, pid, process } = await create(await theBerth(), asked)
  const own = ownOf(
    (await cgroups()).filter((path) => !before.includes(path)),
    process?.cgroup,
  )
  const isExecuted = (await running.waitForCommand(argv)).process !== null
  const said = await state()
  const died = process ? undefined : await lastWords(running)
  return { running, end, pid, process, isExecuted, said, own, died }
})

/** Ends the check of the TODO on whose line `create` has failed. */
export async function failCreate(todo: string): Promise<void> {
  const { end } = await created()
  if (end.code !== 0 && failedAt(step, [end]) === todo)
    fail({
      expected: 'create, which ends with 0',
      found: `it ended with ${end.code}`,
      message: complaint([end]),
    })
}

/** After `start`, and one more of what runs already. */
export const started = once(async () => {
  const { machine, berth } = await theBerth()
  const { running } = await created()
  const end = await called('start', id)
  await machine.settle({ berth })
  const executing = (await running.waitForCommand(argv)).process
  const printed = await running.waitForOutput(words.begins)
  const status = executing && (await machine.read({ pid: executing.pid, from: 'proc', path: 'status' }))
  const said = await state()
  const again = await called('start', id)
  const fallen = executing ? end : await lastWords(running)
  return { end, executing, printed, status: status ?? '', said, again, fallen }
})

/** Processes of the container but its first one, which are what its command has started. */
async function others(): Promise<number[]> {
  const { process: first } = await created()
  const isOther = ({ pid, namespaces }: Process) =>
    pid !== first?.pid && namespaces.pid?.id === first?.namespaces.pid?.id
  return (await processes()).filter(isOther).map(({ pid }) => pid)
}

/**
 * After three signals: USR1, for which its command has a handler; USR2 to all, which ends its children, for they have none;
 * and TERM, which ends it. Then another process is given its number.
 */
export const signalled = once(async () => {
  const { machine, berth } = await theBerth()
  const { running, process } = await created()
  await started()
  const before = await others()
  const first = await called('kill', id, 'USR1')
  const answered = await running.waitForOutput(words.signalled)
  await machine.settle({ berth })
  const then = await others()
  const spared = before.every((pid) => then.includes(pid))
  const all = await called('kill', '--all', id, 'USR2')
  await machine.settle({ berth })
  const later = await others()
  // Whoever is not in its cgroup, which is 10.5, cannot be found there.
  const struck = !before.some((pid) => later.includes(pid)) || !isWithin(process?.cgroup ?? '', asked.cgroup)
  const second = await called('kill', id, '15')
  await machine.settle({ berth })
  const survived = await lives(process)
  if (survived && process) await running.signal('SIGKILL', process.pid)
  await machine.settle({ berth })
  const impostor = await startImpostor(await theBerth(), process?.nsPids[0] ?? 0)
  const said = await state()
  const late = await called('kill', id, 'KILL')
  await impostor.end()
  return { first, answered, spared, all, struck, second, survived, said, late }
})

/**
 * After `delete --force`, when it has ended, and another process has its number; and a second container that has the name
 * and waits, deleted without `--force`, and then, when it runs, with it.
 */
export const deleted = once(async () => {
  const { machine, berth, close } = await theBerth()
  const { own, process } = await created()
  const leftOf = async () => (await cgroups()).filter((path) => own.includes(path))
  await signalled()
  const impostor = await startImpostor(await theBerth(), process?.nsPids[0] ?? 0)
  const end = await called('delete', '--force', id)
  const spares = await impostor.lives()
  await impostor.end()
  const left = await leftOf()
  const said = await state()
  const second = await create(await theBerth(), stubborn)
  const early = { end: await called('delete', id), lives: await lives(second.process) }
  await called('start', id)
  await machine.settle({ berth })
  const forced = await called('delete', '--force', id)
  const survived = await lives(second.process)
  const isInCgroup = isWithin(second.process?.cgroup ?? '', asked.cgroup)
  const leftByForce = await leftOf()
  await close()
  return { end, spares, left, said, second, early, isInCgroup, forced, survived, leftByForce }
})
