import { isNoisy } from '../../kit/noise.ts'
import { wrong } from '../../kit/wrong.ts'

/** Has the parent do something when the container has used 40 MiB: more than its start takes, less than any load. */
const atWork = (action: string, used = 40) => ({
  'gate.ts': {
    'import { readSync, writeSync }': 'import { readFileSync, readSync, writeFileSync, writeSync }',
    "gate.write('!')": `gate.write('!')
    const folder = cgroup
    const look = setInterval(() => {
      if (Number(readFileSync(\`\${folder}/memory.current\`)) < ${used} * 1024 * 1024) return
      clearInterval(look)
      ${action}
    }, 5)
    status.then(() => clearInterval(look))`,
  },
})

/** Where we keep the machine busy there may be no more to be had: then it shows in that nobody ever held it back. */
const tooMuch = {
  ...(isNoisy
    ? {
        kernelFile: /\/cpu\.(stat|max)$/,
        expected: /at most 0\.6 s|nr_throttled to grow|for as long as it lives/,
      }
    : { kernelFile: /\/cpu\.stat$/, expected: /at most 0\.6 s/, found: /s$/ }),
}

wrong(
  '5.5',
  'lifts the limit on memory when it begins to work',
  atWork("writeFileSync(`${folder}/memory.max`, 'max')"),
  isNoisy
    ? { kernelFile: /\/memory\.(events|max)$/ }
    : {
        kernelFile: /\/memory\.events$/,
        expected: /oom_kill 1/,
        found: /oom_kill 0/,
        message: /MiB and lived/,
      },
)

wrong(
  '5.5',
  'lifts the limit on the processor when it begins to work',
  atWork("writeFileSync(`${folder}/cpu.max`, 'max')"),
  tooMuch,
)

wrong(
  '5.5',
  'moves it out again when it begins to work',
  atWork(
    "for (const pid of readFileSync(`${folder}/cgroup.procs`, 'utf8').trim().split('\\n')) writeFileSync('/sys/fs/cgroup/init/cgroup.procs', pid)",
  ),
  { found: /./ },
)

wrong(
  '5.5',
  'grants it twice the memory when it begins to work',
  atWork("writeFileSync(`${folder}/memory.max`, '200M')"),
  isNoisy
    ? { kernelFile: /\/memory\.(events|max)$/ }
    : { kernelFile: /\/memory\.events$/, found: /oom_kill 0/ },
)

wrong(
  '5.5',
  'grants it a whole processor when it begins to work',
  atWork("writeFileSync(`${folder}/cpu.max`, '100000 100000')"),
  tooMuch,
)

wrong(
  '5.5',
  'moves its shell out when it begins to work, so that what comes next is born outside',
  atWork(
    "const [shell = ''] = readFileSync(`${folder}/cgroup.procs`, 'utf8').split('\\n')\n      writeFileSync('/sys/fs/cgroup/init/cgroup.procs', shell)",
  ),
  { kernelFile: /\/memory\.events$/, expected: /oom_kill 1/, found: /oom_kill 0/ },
)

wrong(
  '5.5',
  'kills what works before the kernel has to',
  atWork(
    "for (const pid of readFileSync(`${folder}/cgroup.procs`, 'utf8').trim().split('\\n').slice(1)) process.kill(Number(pid), 'SIGKILL')",
    80,
  ),
  { expected: /oom_kill 1/, found: /oom_kill 0/ },
)

wrong(
  '5.5',
  'lifts the limit on the processor for every other moment',
  atWork(
    "let on = false\n      const lift = setInterval(() => writeFileSync(`${folder}/cpu.max`, (on = !on) ? 'max' : '50000 100000'), 100)\n      status.then(() => clearInterval(lift))",
  ),
  tooMuch,
)

wrong(
  '5.5',
  'ends it when it has hardly begun',
  {
    'gate.ts': {
      'import { readSync, writeSync }': 'import { readlinkSync, readSync, writeSync }',
      "gate.write('!')": `gate.write('!')
    const look = setInterval(() => {
      if (!readlinkSync(\`/proc/\${container.pid}/exe\`).includes('busybox')) return
      clearInterval(look)
      setTimeout(() => container.kill('SIGKILL'), 1_500)
    }, 50)
    status.then(() => clearInterval(look))`,
    },
  },
  {},
)

for (const [file, limit] of [
  ['memory.max', '200M'],
  ['cpu.max', '100000 100000'],
])
  wrong(
    '5.5',
    `has another ${file} after some time`,
    {
      'gate.ts': {
        'import { readSync, writeSync }': 'import { readFileSync, readSync, writeFileSync, writeSync }',
        "gate.write('!')": `gate.write('!')
    const folder = cgroup
    const look = setInterval(() => {
      if (!/oom_kill [1-9]/.test(readFileSync(\`\${folder}/memory.events\`, 'utf8'))) return
      clearInterval(look)
      writeFileSync(\`\${folder}/${file}\`, '${limit}')
    }, 5)
    status.then(() => clearInterval(look))`,
      },
    },
    { kernelFile: new RegExp(`/${file}$`), expected: /for as long as it lives/ },
  )
