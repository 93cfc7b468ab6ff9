// 10.3 and 10.8 differ: nsenter(1) goes into the container, and kill(1) sends the signal.
import { answer } from '#provided/oci/answer.ts'

process.exitCode = await answer({
  create: async (given) => (await import('#steps/10-oci/create.ts')).create(given),
  init: async (given) => (await import('#steps/10-oci/init.ts')).init(given),
  start: async (given) => (await import('#steps/10-oci/start.ts')).start(given),
  state: async (given) => (await import('#steps/10-oci/state.ts')).state(given),
  kill: async (given) => (await import('./kill.ts')).kill(given),
  delete: async (given) => (await import('#steps/10-oci/delete.ts')).remove(given),
  exec: async (given) => (await import('./exec.ts')).exec(given),
  join: async (given) => (await import('#steps/10-oci/join.ts')).join(given),
})
