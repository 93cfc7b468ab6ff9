import { answer } from '#provided/oci/answer.ts'
import { create } from './create.ts'
import { remove } from './delete.ts'
import { exec, join } from './exec.ts'
import { init } from './init.ts'
import { kill } from './kill.ts'
import { start } from './start.ts'
import { state } from './state.ts'

// What podman calls, one after the other; and the two lives in a container that this program begins itself.
process.exitCode = await answer({ create, start, state, kill, delete: remove, exec, init, join })
