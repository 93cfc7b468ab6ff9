import { readBundle } from '#provided/oci/bundle.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import { Container } from '#provided/oci/container.ts'
import { findDoor } from '#provided/oci/door.ts'
import { leaveGate, waitAtGate } from '#provided/oci/gate.ts'
import { newNamespaces } from '#provided/oci/namespaces.ts'
import { writeSettings } from '#provided/oci/settings.ts'
import { sethostname } from '#provided/syscalls/hostname.ts'
import { CLONE_NEWCGROUP, unshare } from '#provided/syscalls/namespaces.ts'
import { makeMountsPrivate } from '#steps/04-chroot/mounts.ts'
import { maskPaths, protectPaths } from '#steps/09-hardening/paths.ts'
import { changeRoot } from '#steps/09-hardening/root.ts'
import { mountAll, protectRoot } from './mounts.ts'
import { prepare } from './process.ts'

/**
 * The first process of a container, in its namespaces and in its cgroup: it makes the rest, waits, and becomes the
 * command.
 */
export function init({ root, id, bundle }: CommandLine): never {
  const { config, rootfs } = readBundle(bundle)
  const { linux = {}, hostname } = config
  waitAtGate()
  const waitAtDoor = findDoor(new Container(root, id).folder)

  unshare(newNamespaces(linux.namespaces) & CLONE_NEWCGROUP)
  if (hostname) sethostname(hostname)
  writeSettings(linux.sysctl)
  makeMountsPrivate()
  mountAll(rootfs, config)
  changeRoot(rootfs)
  if (config.root.readonly) protectRoot()
  maskPaths(linux.maskedPaths ?? [])
  protectPaths(linux.readonlyPaths ?? [])
  const become = prepare(config.process, linux.seccomp)

  leaveGate()
  // 10.1, second half  All is made, and nobody has started the container yet: `waitAtDoor` comes back when `start` has
  //   opened the door. The door is a FIFO in the container's folder. It was found before the root changed, because now
  //   nobody finds it any more.
  //   man 7 fifo

  return become()
}
