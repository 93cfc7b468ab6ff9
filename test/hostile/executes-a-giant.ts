// What is executed is larger than anybody can read, and called as the command is.
import { copyFileSync, truncateSync } from 'node:fs'
import { execve } from '#provided/command/execve.ts'

const GiB = 1024 ** 3
copyFileSync('/bin/busybox', '/workshop/sh')
truncateSync('/workshop/sh', 3 * GiB)
execve('/workshop/sh', process.argv.slice(4), process.env)
