// A process in the right cgroup, with the right words, that executes something else.
import { mkdirSync, writeFileSync } from 'node:fs'

const [, , , ...command] = process.argv
writeFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+memory +cpu')
const cgroup = `/sys/fs/cgroup/${process.pid}`
mkdirSync(cgroup)
writeFileSync(`${cgroup}/memory.max`, '100M')
writeFileSync(`${cgroup}/cpu.max`, '50000 100000')
writeFileSync(`${cgroup}/cgroup.procs`, '0')
process.title = command.join('\0')
const word = command.at(-1)
let count = 0
process.stdin.on('data', () => process.stdout.write(`${word} ${++count}\n`)).on('end', () => process.exit(3))
