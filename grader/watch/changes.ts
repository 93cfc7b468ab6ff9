import { globSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Step } from '../course/steps.ts'
import { root } from '../root.ts'

/** How often it looks by itself, ms: the kernel tells nothing of what others change on a bind mount or a network disk. */
const interval = 400

/** An editor that saves is not done at the first change: it is quiet for so long when it is, ms. */
const quiet = 80

/**
 * Calls `onChange` whenever files of these steps were changed, made or removed, once it is quiet again.
 *
 * @returns ends that
 */
export function watchSteps(steps: Step[], onChange: (step: Step) => void): () => void {
  const known = new Map(steps.map((step) => [step, stateOf(step)]))
  let pending: NodeJS.Timeout | undefined

  const look = () => {
    clearTimeout(pending)
    pending = undefined
    for (const step of steps) {
      const state = stateOf(step)
      if (state === known.get(step)) continue
      known.set(step, state)
      onChange(step)
    }
  }
  const lookSoon = () => {
    clearTimeout(pending)
    pending = setTimeout(look, quiet)
  }
  const timer = setInterval(() => {
    if (!pending && steps.some((step) => stateOf(step) !== known.get(step))) lookSoon()
  }, interval)
  const watcher = watchFolder(lookSoon)
  return () => {
    clearTimeout(pending)
    clearInterval(timer)
    watcher?.close()
  }
}

/** inotify, which tells of a change at once; where it cannot watch, the interval has to do. */
function watchFolder(onEvent: () => void) {
  try {
    const watcher = watch(join(root, 'steps'), { recursive: true }, onEvent)
    return watcher.on('error', () => undefined)
  } catch {
    return undefined
  }
}

/** The same text as long as nothing was changed. */
function stateOf({ folder }: Step): string {
  const files = globSync('**/*', { cwd: join(root, 'steps', folder), withFileTypes: true })
  return files
    .map((file) => join(file.parentPath, file.name))
    .sort()
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false })
      return `${path} ${found?.mtimeMs} ${found?.size}`
    })
    .join('\n')
}
