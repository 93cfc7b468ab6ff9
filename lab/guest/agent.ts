/**
 * The lab's agent: answers the host's requests from inside. It is started before the snapshot is taken,
 * so that a restored lab has it running, loaded and warm.
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, createWriteStream, openSync, writeSync } from 'node:fs'
import { createAgent } from '../../grader/agent/agent.ts'
import { rehearse as rehearseBerth } from '../../grader/agent/rehearse.ts'
import { serve } from '../rpc.ts'
import { setClock } from './clock.ts'
import { linkDisks } from './disks.ts'
import { exec, resize } from './exec.ts'
import { writeFiles } from './files.ts'
import { addPodman } from './podman.ts'

/** Node would wait for the thread that reads, which nothing ends: then the lab would be mute, and not gone. */
process.on('uncaughtException', (error) => {
  writeSync(2, `${error.stack}\n`)
  process.kill(process.pid, 'SIGKILL')
})

const agent = createAgent('lab', '/opt/drydock/node_modules')

// The kernel lets a port be opened once: one file descriptor for both ways, and reading it blocks one
// thread of the pool for good.
const fd = openSync('/dev/vport0p1', 'r+')
serve(createReadStream('', { fd, autoClose: false }), createWriteStream('', { fd, autoClose: false }), {
  ...agent.machine,
  ping: () => 'pong',
  clock: setClock,
  files: writeFiles,
  disks: linkDisks,
  podman,
  exec,
  resize,
  rehearse,
})

function podman(request: Parameters<typeof addPodman>[0]) {
  addPodman(request)
  agent.discardSpares()
}

/** Does once what will be asked later, so that the snapshot has it in memory; leaves the disk settled. */
async function rehearse() {
  setClock({ now: Date.now() })
  execFileSync('node', ['-e', '0'])
  await rehearseBerth(agent)
  execFileSync('sync')
}
