import { join } from 'node:path'
import { exitNow } from '../../lab/exit-now.ts'
import { serve } from '../../lab/rpc.ts'
import { sweep } from '../berth/sweep.ts'
import { createAgent } from './agent.ts'

/** The agent on this machine: `machine/native.ts` starts it. It answers on its standard output until its standard input ends. */
await sweep()
const { machine, closeAll } = createAgent('native', join(import.meta.dirname, '../../node_modules'))
serve(process.stdin, process.stdout, { ...machine })
process.stdin.on('end', async () => {
  await closeAll()
  exitNow(0)
})
