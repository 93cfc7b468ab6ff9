// Where it was started there is no memory left: the kernel kills all of them, and asks nobody's first process.
import { writeFileSync } from 'node:fs'

writeFileSync('/sys/fs/cgroup/init/memory.oom.group', '1')
writeFileSync('/sys/fs/cgroup/init/memory.max', '1')
