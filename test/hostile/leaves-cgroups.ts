// Many, deep, of names that are not text, frozen, threaded, and with processes in them that nobody waits for.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

const root = '/sys/fs/cgroup'
for (let n = 0; n < 200; n++) mkdirSync(`${root}/left-${n}/in/it`, { recursive: true })
mkdirSync(Buffer.from(`${root}/\xff`, 'latin1'))
const { pid: unseen } = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' })
writeFileSync(Buffer.from(`${root}/\xff/cgroup.procs`, 'latin1'), String(unseen))
mkdirSync(`${root}/deep${'/x'.repeat(5)}`, { recursive: true })
mkdirSync(`${root}/domain/threads`, { recursive: true })
writeFileSync(`${root}/domain/threads/cgroup.type`, 'threaded')
mkdirSync(`${root}/frozen`)
for (let n = 0; n < 10; n++) {
  const { pid } = spawn('sh', ['-c', 'while :; do sleep 1; done'], { detached: true, stdio: 'ignore' })
  writeFileSync(`${root}/frozen/cgroup.procs`, String(pid))
}
writeFileSync(`${root}/frozen/cgroup.freeze`, '1')
process.chdir(root)
try {
  for (let n = 0; n < 20; n++) {
    const name = 'x'.repeat(250)
    mkdirSync(name)
    process.chdir(name)
  }
} catch {}
process.exit(0)
