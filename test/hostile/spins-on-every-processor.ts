// With the highest priorities that it is given.
import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

const spin = 'while :; do :; done'

try {
  setPriority(-20)
} catch {}
for (let n = 0; n < 8; n++) {
  spawn('sh', ['-c', spin], { stdio: 'ignore' })
  spawn('chrt', ['--fifo', '99', 'sh', '-c', spin], { stdio: 'ignore' })
}
for (;;);
