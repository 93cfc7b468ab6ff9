import { closeSync, openSync } from 'node:fs'
import { Failure } from '../failure.ts'
import type { Joined } from '../spawn-in.ts'
import * as ns from '../syscalls/namespaces.ts'
import type { Namespace } from './config.ts'

const KINDS: Record<Namespace['type'], number> = {
  pid: ns.CLONE_NEWPID,
  network: ns.CLONE_NEWNET,
  mount: ns.CLONE_NEWNS,
  ipc: ns.CLONE_NEWIPC,
  uts: ns.CLONE_NEWUTS,
  user: ns.CLONE_NEWUSER,
  cgroup: ns.CLONE_NEWCGROUP,
  time: ns.CLONE_NEWTIME,
}

/** The new namespaces that a bundle asks for: `CLONE_NEW…`, or-ed. */
export const newNamespaces = (all: Namespace[] = []): number =>
  all.reduce((flags, { type, path }) => (path ? flags : flags | kindOf(type)), 0)

/** The namespaces of others that it asks for. */
export const joinedNamespaces = (all: Namespace[] = []): Joined[] =>
  all.flatMap(({ type, path }) => (path ? [{ kind: kindOf(type), path }] : []))

function kindOf(type: Namespace['type']): number {
  const kind = KINDS[type]
  if (kind === undefined) throw new Failure(`The bundle asks for a namespace of kind ${type}: there is none.`)
  return kind
}

/** The namespaces of a process, but for that of its mounts. */
export const namespacesOf = (pid: number): Joined[] =>
  Object.entries({ uts: 'uts', ipc: 'ipc', network: 'net', cgroup: 'cgroup', pid: 'pid' } as const).map(
    ([type, file]) => ({ kind: kindOf(type as Namespace['type']), path: `/proc/${pid}/ns/${file}` }),
  )

/** Has this thread see the files that a process sees. What is needed of its own has to be read before. */
export function enterMounts(pid: number): void {
  const file = openSync(`/proc/${pid}/ns/mnt`, 'r')
  try {
    ns.unshare(ns.CLONE_FS)
    ns.setns(file, ns.CLONE_NEWNS)
  } finally {
    closeSync(file)
  }
}
