// 10.1 to 10.4 differ: the container waits at a socket, and is remembered in a file in /tmp.
import { answer } from '#provided/oci/answer.ts'

process.exitCode = await answer({
  create: async (given) => (await import('./create.ts')).create(given),
  init: async (given) => (await import('./init.ts')).init(given),
  start: async (given) => (await import('./start.ts')).start(given),
  state: async (given) => (await import('./state.ts')).state(given),
  kill: async (given) => (await import('./kill.ts')).kill(given),
  delete: async (given) => (await import('./delete.ts')).remove(given),
  exec: async (given) => (await import('./exec.ts')).exec(given),
  join: async (given) => (await import('./join.ts')).join(given),
})
