// Over everything that somebody may want to read, and many of them.
import { mkdirSync } from 'node:fs'
import { MS_BIND, mount } from '#provided/syscalls/mount.ts'

mkdirSync('/tmp/left')
for (let n = 0; n < 200; n++) mount('left', '/tmp/left', 'tmpfs')
for (const place of ['/proc', '/sys/fs/cgroup', '/dev', '/usr', '/workshop', '/fs', '/'])
  mount('/tmp/left', place, null, MS_BIND)
