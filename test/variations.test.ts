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

right('07', 'keeps its lock where locks are kept', {
  'network.ts': { '/run/drydock-network.lock': '/var/lock/drydock-network.lock' },
})

right('07', 'has one table for all containers, which stays', {
  'firewall.ts': {
    '`table ip ${link} {`': "'table ip drydock {'",
    'related } drop`': 'related } drop comment ${link}`',
    '${link} masquerade`': '${link} masquerade comment ${link}`',
  },
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

right('04', 'has its root in a folder that it makes', {
  'root.ts': {
    'chroot(rootfs)':
      "mkdirSync('/newroot', { recursive: true })\n  mount(rootfs, '/newroot', null, MS_BIND | MS_REC)\n  chroot('/newroot')",
    'import { chroot }': `import { mkdirSync } from 'node:fs'
import { MS_BIND, MS_REC, mount } from '#provided/syscalls/mount.ts'
import { chroot }`,
  },
})

right('05', 'looks again and again whether the container goes on', {
  'gate.ts': {
    'const status = exitStatus(container)':
      'const status = exitStatus(container)\n  setInterval(() => existsSync(`/proc/${container.pid}`), 20).unref()',
    'import { readSync, writeSync }': 'import { existsSync, readSync, writeSync }',
  },
})

right('05', 'says that there was nothing to remove, and why it all failed', {
  'cgroups.ts': {
    'if (existsSync(path)) rmdirSync(path)':
      'try { rmdirSync(path) } catch (error) { console.error(`not removed: ${(error as Error).message}`) }',
  },
})

right('05', 'says why a child could not be moved, and ends as that did', {
  'gate.ts': {
    'if (hasEnded) return status\n    addProcessToCgroup(cgroup, container.pid)':
      'try {\n      addProcessToCgroup(cgroup, container.pid)\n    } catch (error) {\n      console.error(error)\n      return status\n    }',
    'const hasEnded = await': 'await',
  },
})

right('07', 'says in a map what is accepted', {
  'firewall.ts': {
    '`insert rule ${chain} oifname ${link} accept comment ${link}`':
      '`insert rule ${chain} oifname ${link} ct state vmap { established : accept, related : accept } comment ${link}`',
  },
})
