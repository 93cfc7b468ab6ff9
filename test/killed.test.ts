import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle, bundleFiles } from '../grader/evidence/10-oci/bundle.ts'
import { heldCommand } from '../grader/evidence/command.ts'
import { openLabMachine } from '../grader/machine/lab.ts'
import type { BerthId, Machine, OpenMachine } from '../grader/machine/machine.ts'
import { folderOf } from './kit/project.ts'

// The reference leaves nothing, also where its parent is killed by SIGKILL and can clean up nothing: what the kernel
// does not take away by itself, the next start does.

/** For the slowest of machines, ms. */
const patience = 30_000

/** Looks until it is so, but not all the time: a container needs the processor, too. */
const poll = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: patience, interval: 50 })

/** The moments at which a parent is killed before its command runs: each comes back as soon as it is so. */
const moments = {
  'there is a child': (machine: Machine, berth: BerthId) =>
    // Where it has become the command by then, that is as good a moment.
    poll(() => commands(machine, berth)).toContainEqual(
      expect.stringMatching(/ child |^\/bin\/sh -c read line/),
    ),
  'there is a link': (machine: Machine, berth: BerthId) =>
    poll(() => links(machine, berth)).not.toEqual(['lo']),
}

const commands = async (machine: Machine, berth: BerthId) =>
  (await machine.processes({ berth })).map(({ argv }) => argv.join(' '))
const links = async (machine: Machine, berth: BerthId) =>
  (await machine.network({ berth })).links.map(({ name }) => name)

const cases: { number: string; image?: string; before: (keyof typeof moments)[] }[] = [
  { number: '02', before: ['there is a child'] },
  { number: '03', before: ['there is a child'] },
  { number: '04', image: 'busybox', before: ['there is a child'] },
  { number: '05', image: 'busybox', before: ['there is a child'] },
  { number: '06', image: 'busybox', before: ['there is a child'] },
  { number: '07', image: 'busybox', before: ['there is a child', 'there is a link'] },
  { number: '08', image: 'busybox', before: ['there is a child', 'there is a link'] },
  { number: '09', image: 'busybox', before: ['there is a child', 'there is a link'] },
]

let lab: OpenMachine
beforeAll(async () => {
  lab = await openLabMachine()
})
afterAll(() => lab?.close())

test.each(cases)('step $number leaves nothing, whenever its parent is killed', async (step) => {
  const { machine } = lab
  const berth = await machine.openBerth({ files: {}, image: {}, images: {}, mine: false })
  const start = (...command: string[]) => {
    const program = `solutions/${folderOf(step.number)}/container.ts`
    return machine.start({ berth, args: [program, 'run', ...(step.image ? [step.image] : []), ...command] })
  }
  const kill = async (run: string) => {
    await machine.signal({ run, signal: 'SIGKILL' })
    expect(await machine.waitForExit({ run, timeout: patience })).toMatchObject({ signal: 'SIGKILL' })
    await poll(() => commands(machine, berth)).toEqual([])
    // The kernel takes away a network namespace in its own time.
    await poll(() => links(machine, berth)).toEqual(['lo'])
  }

  for (const moment of step.before) {
    // Before 05 a child may miss the end of its parent, and go on: to a command that ends where its input does.
    const run = await start(...heldCommand().argv)
    await moments[moment](machine, berth)
    await kill(run)
  }
  const lasting = ['/bin/sleep', String(randomInt(1_000, 1_000_000))]
  const run = await start(...lasting)
  const { process } = await machine.waitForCommand({ run, command: lasting, timeout: patience })
  expect(process).not.toBeNull()
  await kill(run)

  expect(await machine.waitForExit({ run: await start('true'), timeout: patience })).toMatchObject({
    code: 0,
  })
  expect(await machine.closeBerth({ berth })).toEqual([])
})

test('step 10 leaves nothing that delete --force does not find, whenever create is killed', async () => {
  const { machine } = lab
  const asked = bundle()
  const { id, folder } = asked
  const berth = await machine.openBerth({ files: bundleFiles(asked), image: {}, images: {}, mine: false })
  const call = (...args: string[]) =>
    machine.start({ berth, args: [`solutions/${folderOf('10')}/container.ts`, ...args] })
  const cgroups = async () => (await machine.cgroups({ berth })).map(({ path }) => path)
  const before = await cgroups()

  const moments = [
    () => poll(() => commands(machine, berth)).toContainEqual(expect.stringContaining(' init ')),
    () => poll(cgroups).not.toEqual(before),
  ]
  for (const moment of moments) {
    const create = await call('create', '--bundle', folder, id)
    await moment()
    await machine.signal({ run: create, signal: 'SIGKILL' })
    // Or it had ended by then.
    expect(await machine.waitForExit({ run: create, timeout: patience })).toSatisfy(
      (end) => end?.signal === 'SIGKILL' || end?.code === 0,
    )
    const end = await machine.waitForExit({ run: await call('delete', '--force', id), timeout: patience })
    expect(end).toMatchObject({ code: 0, stderr: '' })
    await poll(() => commands(machine, berth)).toEqual([])
    await poll(cgroups).toEqual(before)
  }
  expect(await machine.closeBerth({ berth })).toEqual([])
})
