import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

setPriority(-20)
for (let n = 0; n < 16; n++) spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' })
for (;;);
