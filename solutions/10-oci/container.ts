import { answer } from '#provided/oci/answer.ts'

// What podman calls, one after the other, and `init` and `join`, which are called from here. Each is loaded when it is
// called, for that is a program of its own every time.
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

// 10.9  Nothing to write: podman is content with it, or one of the above is wrong.
