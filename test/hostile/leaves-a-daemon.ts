import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'

for (let n = 0; n < 50; n++) mkdirSync(`/sys/fs/cgroup/left-behind/${n}/deeper`, { recursive: true })
for (let n = 0; n < 5; n++) {
  const daemon = 'trap "" HUP TERM INT; while :; do sleep 1; done'
  spawn('setsid', ['sh', '-c', daemon], { detached: true, stdio: 'inherit' }).unref()
}
