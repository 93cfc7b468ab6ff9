// A devtmpfs of one's own is the machine's /dev: there is only one.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { mount } from '#provided/syscalls/mount.ts'

mkdirSync('/tmp/dev')
mount('dev', '/tmp/dev', 'devtmpfs')
for (const name of readdirSync('/tmp/dev')) rmSync(`/tmp/dev/${name}`, { recursive: true, force: true })
