import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findStep, type Step, steps } from '../course/steps.ts'
import type { MachineKind } from '../machine/machine.ts'
import { root } from '../root.ts'
import { refuseSwallowedFlags, WrongUse } from '../wrong-use.ts'
import { wrongUse } from './messages.ts'

/** What one `grade` was asked to do. */
export interface Options {
  steps: Step[]
  /** `--all`, so that a folder need not hold every step. */
  all: boolean
  /** The folder that holds the step folders: `steps`, `solutions`, or any other. */
  folder: string
  /** Unchanged parts of earlier steps come from the attendee, too, not from the reference. */
  mine: boolean
  machine?: MachineKind
  /** Print each failing TODO in a line, too, for an editor. */
  problems: boolean
  json?: string
  junit?: string
}

/** Reads the arguments of `grade`; null where help was asked for. Throws {@link WrongUse}. */
export function parseGrade(argv: string[], env: NodeJS.ProcessEnv = {}): Options | null {
  const { values, positionals } = parse(argv)
  if (values.help) return null
  refuseSwallowedFlags('grade 05', Object.keys(known), argv, env)
  const words = new Set(positionals)
  const solution = words.delete('solution') || values.solution === true
  const mine = words.delete('mine') || values.mine === true

  if (solution && values.dir !== undefined) throw new WrongUse(wrongUse.twoFolders)
  if (solution && mine) throw new WrongUse(wrongUse.notMine)
  const all = words.delete('all') || values.all === true
  return {
    steps: chosenSteps([...words], all),
    all,
    folder: values.dir ?? join(root, solution ? 'solutions' : 'steps'),
    mine,
    problems: values.problems === true,
    ...(values.machine !== undefined && { machine: machineKind(values.machine) }),
    ...(values.json !== undefined && { json: values.json }),
    ...(values.junit !== undefined && { junit: values.junit }),
  }
}

const known = {
  all: { type: 'boolean' },
  solution: { type: 'boolean' },
  mine: { type: 'boolean' },
  dir: { type: 'string' },
  machine: { type: 'string' },
  problems: { type: 'boolean' },
  json: { type: 'string' },
  junit: { type: 'string' },
} as const

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: { ...known, help: { type: 'boolean', short: 'h' } },
    })
  } catch (error) {
    throw new WrongUse(wrongUse.flag((error as Error).message))
  }
}

function chosenSteps(names: string[], all: boolean): Step[] {
  const unknown = names.find((name) => !findStep(name))
  if (unknown !== undefined) throw new WrongUse(wrongUse.unknownStep(unknown))
  const chosen = steps.filter((step) => all || names.some((name) => findStep(name) === step))
  if (chosen.length === 0) throw new WrongUse(wrongUse.noStep)
  return chosen
}

function machineKind(name: string): MachineKind {
  if (name !== 'native' && name !== 'lab') throw new WrongUse(wrongUse.machine(name))
  return name
}
