import type { TestContext } from 'vitest'
import { type Edits, editedSolution } from './kit/edit.ts'
import { judgement } from './kit/judgement.ts'
import { temporaryFolder } from './kit/project.ts'
import { expectRight } from './kit/right.ts'

/** The reference with one thing done otherwise, and as rightly. Whole ways of one's own are in test/right. */
function right(step: string, what: string, edits: Edits): void {
  const judge = async (context: TestContext) => {
    using folder = temporaryFolder()
    editedSolution(folder.path, step, edits)
    await expectRight(step, folder.path, context)
  }
  judgement(`${step} ${what}`, judge, false)
}

right('05', 'hands down whatever there is', {
  'cgroups.ts': { "'+memory +cpu'": "'+cpuset +cpu +io +memory +pids'" },
})

right('07', 'keeps its lock where things are kept', {
  'network.ts': { '/run/drydock-network.lock': '/var/tmp/drydock-network.lock' },
})

right('08', 'keeps containers beside the layers', {
  'folder.ts': { "join(IMAGES, '.containers')": "join(IMAGES, '.layers', 'containers')" },
})

right('09', 'hides what others make read-only, behind a file that is not empty', {
  'paths.ts': {
    "  '/proc/acpi',\n": "  '/proc/acpi',\n  '/proc/sysrq-trigger',\n",
    ", '/proc/sysrq-trigger']": ']',
    "else sys.mount('/dev/null', path, null, sys.MS_BIND)": `else {
      writeFileSync('/dev/hidden', 'hidden')
      sys.mount('/dev/hidden', path, null, sys.MS_BIND)
    }`,
    'mkdirSync, statSync }': 'mkdirSync, statSync, writeFileSync }',
  },
})

right('10', 'has its processes in a cgroup below', {
  'cgroup.ts': {
    "writeKernelFile(join(cgroup, 'cgroup.procs'), String(pid))": `mkdirSync(join(cgroup, 'leaf'), { recursive: true })
  writeKernelFile(join(cgroup, 'leaf/cgroup.procs'), String(pid))`,
  },
})

right('10', 'has a word to say about a start, and its notes elsewhere', {
  'start.ts': {
    'openDoor(container.folder)': "openDoor(container.folder)\n  console.error('It has started.')",
  },
  'container.ts': {
    'process.exitCode = await': `if (!process.argv.includes('--root')) process.argv.splice(2, 0, '--root', '/var/lib/drydock')
process.exitCode = await`,
  },
})
