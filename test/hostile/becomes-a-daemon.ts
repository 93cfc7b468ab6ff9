// Leaves session, parent and outputs behind, and comes back whenever it is killed.
import { spawn } from 'node:child_process'

const daemon = `
  trap "" HUP TERM INT
  while :; do setsid sh -c 'trap "" HUP TERM INT; while :; do sleep 1; done' </dev/null >/dev/null 2>&1; done`
for (let n = 0; n < 20; n++)
  spawn('setsid', ['sh', '-c', daemon], { detached: true, stdio: 'ignore' }).unref()
process.exit(0)
