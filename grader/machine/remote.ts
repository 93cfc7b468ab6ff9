import type { Machine } from './machine.ts'

const methods: Record<keyof Machine, true> = {
  facts: true,
  openBerth: true,
  closeBerth: true,
  start: true,
  holdBack: true,
  settle: true,
  waitForCommand: true,
  waitForOutput: true,
  waitForExit: true,
  nodeStartTime: true,
  prioritise: true,
  write: true,
  signal: true,
  read: true,
  tree: true,
  processes: true,
  cgroups: true,
  mounts: true,
  hostname: true,
  connect: true,
  waitForRequests: true,
  request: true,
  networkOf: true,
  network: true,
  rules: true,
}

/** A Machine whose every request goes to an agent elsewhere. */
export function remoteMachine(call: (method: string, params?: unknown) => Promise<unknown>): Machine {
  return Object.fromEntries(
    Object.keys(methods).map((method) => [method, (params?: unknown) => call(method, params)]),
  ) as unknown as Machine
}
