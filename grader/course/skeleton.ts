import { execFileSync } from 'node:child_process'
import { Refusal } from '../refusal.ts'
import { root } from '../root.ts'
import type { Contents } from './contents.ts'
import skeletons from './skeletons.json' with { type: 'json' }
import type { Step } from './steps.ts'

/**
 * The files of a step as they were before anybody worked on them. They are in git, whatever was committed since: by the
 * names that git gives to contents, which `skeletons.json` has.
 *
 * @throws Refusal where this is no git checkout
 */
export function skeletonOf({ folder }: Pick<Step, 'folder'>): Contents {
  const ids = Object.entries(skeletons).filter(([path]) => path.startsWith(`${folder}/`))
  return Object.fromEntries(ids.map(([path, id]) => [path.slice(folder.length + 1), blob(id)]))
}

function blob(id: string): string {
  try {
    // The checkout may be somebody else's than root's, in a container for example: git would refuse to read it.
    const git = ['-c', 'safe.directory=*', 'cat-file', 'blob', id]
    return execFileSync('git', git, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string }
    throw new Refusal(noSkeleton(code === 'ENOENT' ? 'there is no git' : (stderr ?? '').trim()))
  }
}

const noSkeleton = (why: string) =>
  [
    'The skeleton of a step is read from the git checkout that the kit came in, and that failed:',
    why,
    'In a copy without .git there is nothing to go back to but what `npm run undo` has kept.',
  ].join('\n  ')
