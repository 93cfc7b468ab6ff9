// Many, deep, frozen, threaded, and with processes in them that nobody waits for.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

const root = '/sys/fs/cgroup'
for (let n = 0; n < 200; n++) mkdirSync(`${root}/left-${n}/in/it`, { recursive: true })
mkdirSync(`${root}/deep${'/x'.repeat(60)}`, { recursive: true })
mkdirSync(`${root}/threads`)
writeFileSync(`${root}/threads/cgroup.type`, 'threaded')
mkdirSync(`${root}/frozen`)
for (let n = 0; n < 10; n++) {
  const { pid } = spawn('sh', ['-c', 'while :; do sleep 1; done'], { detached: true, stdio: 'ignore' })
  writeFileSync(`${root}/frozen/cgroup.procs`, String(pid))
}
writeFileSync(`${root}/frozen/cgroup.freeze`, '1')
process.exit(0)
