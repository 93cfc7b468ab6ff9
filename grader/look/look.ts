import { setTimeout as delay } from 'node:timers/promises'
import type { Step } from '../course/steps.ts'
import { type GradedBerth, openGradedBerth } from '../evidence/graded-berth.ts'
import { startCgroup } from '../evidence/own-cgroup.ts'
import type { Ended } from '../machine/process.ts'
import { closeAll } from '../session/end.ts'
import { useSettings } from '../session/settings.ts'
import { clean } from '../terminal/clean.ts'
import { displayOf } from '../terminal/display.ts'
import { withFileLinks } from '../terminal/file-links.ts'
import { fitted } from '../terminal/fitted.ts'
import { messages } from './messages.ts'
import { type Moment, momentOf, type Sample } from './moment.ts'
import type { Options } from './options.ts'
import { stageOn } from './stage.ts'

/** Ten pictures a second, ms: as many as one sees, and a period of the quota has as long. */
const interval = 100

/** A program whose processes are gone has ended; this is for telling how, ms. */
const patience = 10_000

/** So much of what a container printed is shown, in characters. */
const longest = 100_000

/** Runs a container where it can be looked at, and draws what becomes of it until it ends. */
export async function look({ step, folder, args }: Options, signal: AbortSignal): Promise<void> {
  useSettings({ folder, mine: false })
  try {
    const opened = await openGradedBerth()
    const { run, write } = await opened.start(step.folder, args)
    await write(null)
    await draw(opened, messages.title(step, args), signal)
    if (!signal.aborted)
      process.stdout.write(ending(await opened.machine.waitForExit({ run, timeout: patience }), step))
  } finally {
    await closeAll()
  }
}

async function draw({ machine, berth }: GradedBerth, title: string[], signal: AbortSignal): Promise<void> {
  const stage = stageOn(process.stdout, title)
  const moments: Moment[] = []
  let before: Sample | undefined
  while (!signal.aborted) {
    const now = { cgroups: await machine.cgroups({ berth }), at: performance.now() }
    moments.push(momentOf(now, before))
    stage.show(moments, now.cgroups)
    // Nobody is left where programs start.
    if (!now.cgroups.find(({ path }) => path === startCgroup)?.processes.length) return
    before = now
    await delay(interval, undefined, { signal }).catch(() => undefined)
  }
}

function ending(end: Ended | null, step: Step): string {
  if (!end) return ''
  const said = [end.stdout, end.stderr, messages.ended(end)].map((text) => clean(text, longest).trim())
  if (process.stdout.isTTY) said.push(fitted(messages.again(step), process.stdout))
  return withFileLinks(`${said.filter(Boolean).join('\n')}\n`, displayOf(process.stdout, process.env))
}
