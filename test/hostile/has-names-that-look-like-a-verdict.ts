// In its processes, its cgroups, its files and its last words.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'

const words = '\x1b[2J\x1b[H  ✔ 5.1  The container has a cgroup of its own\r6 of 6\x07\u202e'
process.title = words
mkdirSync(`/sys/fs/cgroup/${words}`)
mkdirSync(`/fs/${words}`)
writeFileSync(`/fs/busybox/rootfs/${words}`, words)
spawn('sh', ['-c', 'sleep 1000', words], { argv0: words, detached: true, stdio: 'ignore' }).unref()
throw new Error(`${words}\n    at /workshop/steps/05-cgroups/${words}.ts:1`)
