// 10.1 and 10.5 differ: the child joins its cgroup by itself.
import { answer } from '#provided/oci/answer.ts'

process.exitCode = await answer({
  create: async (given) => (await import('./create.ts')).create(given),
  init: async (given) => (await import('./init.ts')).init(given),
  start: async (given) => (await import('#steps/10-oci/start.ts')).start(given),
  state: async (given) => (await import('#steps/10-oci/state.ts')).state(given),
  kill: async (given) => (await import('#steps/10-oci/kill.ts')).kill(given),
  delete: async (given) => (await import('#steps/10-oci/delete.ts')).remove(given),
  exec: async (given) => (await import('#steps/10-oci/exec.ts')).exec(given),
  join: async (given) => (await import('#steps/10-oci/join.ts')).join(given),
})
