import { once } from 'node:events'
import { createServer } from 'node:net'
import { readBundle } from '#provided/oci/bundle.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { leaveGate, waitAtGate } from '#provided/oci/gate.ts'
import { newNamespaces } from '#provided/oci/namespaces.ts'
import { sethostname } from '#provided/syscalls/hostname.ts'
import { CLONE_NEWCGROUP, unshare } from '#provided/syscalls/namespaces.ts'
import { makeMountsPrivate } from '#steps/04-chroot/mounts.ts'
import { maskPaths, protectPaths } from '#steps/09-hardening/paths.ts'
import { changeRoot } from '#steps/09-hardening/root.ts'
import { mountAll, protectRoot } from '#steps/10-oci/mounts.ts'
import { prepare } from '#steps/10-oci/process.ts'
import { socketOf } from './notes.ts'

export async function init({ id, bundle }: CommandLine): Promise<never> {
  const { config, rootfs } = readBundle(bundle)
  const { linux = {}, hostname } = config
  waitAtGate()
  const server = createServer()
  const opened = once(server, 'connection')
  await once(server.listen(socketOf(id)), 'listening')

  unshare(newNamespaces(linux.namespaces) & CLONE_NEWCGROUP)
  if (hostname) sethostname(hostname)
  makeMountsPrivate()
  mountAll(rootfs, config)
  changeRoot(rootfs)
  if (config.root.readonly) protectRoot()
  maskPaths(linux.maskedPaths ?? [])
  protectPaths(linux.readonlyPaths ?? [])
  const become = prepare(config.process, linux.seccomp)
  leaveGate()
  await opened
  return become()
}
