import { readBundle } from '#provided/oci/bundle.ts'
import { cgroupOf } from '#provided/oci/cgroup.ts'
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
import { addToCgroup, setUpCgroup } from '#steps/10-oci/cgroup.ts'
import { mountAll, protectRoot } from '#steps/10-oci/mounts.ts'
import { prepare } from '#steps/10-oci/process.ts'

/**
 * The first process of a container, in its namespaces and in its cgroup: it makes the rest, waits, and becomes the
 * command.
 */
export function init({ root, id, bundle }: CommandLine): never {
  const { config, rootfs } = readBundle(bundle)
  const { linux = {}, hostname } = config
  waitAtGate()
  const cgroup = cgroupOf({ folder: bundle, config, rootfs }, id)
  setUpCgroup(cgroup, { folder: bundle, config, rootfs })
  // Itself, whatever its number is outside.
  addToCgroup(cgroup, 0)
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
  waitAtDoor()

  return become()
}
