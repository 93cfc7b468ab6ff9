import { execve } from '#provided/command/execve.ts'
import { findCommand } from '#provided/command/find-command.ts'
import { takeCapabilities } from '#provided/oci/capabilities.ts'
import type { Process } from '#provided/oci/config.ts'
import { environmentOf } from '#provided/oci/environment.ts'
import { setResourceLimits } from '#provided/oci/resource-limits.ts'
import { becomeUser } from '#provided/oci/user.ts'
import { compile } from '#provided/seccomp/compile.ts'
import type { Profile } from '#provided/seccomp/profile.ts'
import { closeFilesOnExec, resetSignals } from '#provided/syscalls/process.ts'
import { setFilter, setNoNewPrivileges } from '#provided/syscalls/seccomp.ts'
import { enterWorkingDir } from '#steps/04-chroot/environment.ts'

/**
 * Looks for the program that is to be executed, so that a missing one is known before anybody starts it. To be called
 * where `/` is the container's.
 *
 * @returns turns this process into it
 */
export function prepare(wanted: Process, seccomp?: Profile): () => never {
  const env = environmentOf(wanted)
  enterWorkingDir(wanted.cwd)
  const program = findCommand(wanted.args[0] ?? '', env.PATH)
  const filter = seccomp && compile(seccomp)

  return () => {
    // 10.7  Each of these takes away what the ones before it need.
    setResourceLimits(wanted.rlimits)
    becomeUser(wanted.user)
    if (wanted.noNewPrivileges) setNoNewPrivileges()
    if (filter) setFilter(filter)
    takeCapabilities(wanted.capabilities)

    resetSignals()
    closeFilesOnExec()
    execve(program, wanted.args, env)
  }
}
