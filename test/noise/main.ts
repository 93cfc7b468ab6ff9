/**
 * `npm run test:noise [rounds]`: forty cases over and over, with others beside them that want all of the processor
 * and all of the disk, here and in the lab. Not one verdict may change.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { environment } from '../kit/environment.ts'
import { inProject, project, temporaryFolder } from '../kit/project.ts'
import { cases } from './cases.ts'
import { cpuHog, ioHog } from './hogs.ts'

const rounds = process.argv[2] ?? '20'

using folder = temporaryFolder()
const hogs = [cpuHog, ioHog(join(folder.path, 'noise'))].map((script) =>
  spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-c', script], { stdio: 'ignore' }),
)
const files = ['test/wrong', 'test/right.test.ts']
const vitest = spawn(
  process.execPath,
  [
    inProject('node_modules/vitest/vitest.mjs'),
    'run',
    // One lab at a time, which has less than half of each processor.
    '--maxWorkers=1',
    '--reporter=verbose',
    '--hideSkippedTests',
    '--reporter=./test/kit/figures.ts',
    '--testNamePattern',
    `^(${cases.join('|')})(, round \\d+)?$`,
    ...files,
  ],
  { cwd: project, env: { ...environment, DRYDOCK_CASES: 'all', DRYDOCK_ROUNDS: rounds }, stdio: 'inherit' },
)
const [code] = await once(vitest, 'exit')
for (const hog of hogs) hog.kill()
process.exitCode = code ?? 1
