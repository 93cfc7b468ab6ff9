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
    // TODO 10.7  Become who the bundle says (`wanted`), in an order in which nothing is gone before it is needed:
    //   `setResourceLimits(rlimits)`, which only root may raise;
    //   `becomeUser(user)`, which needs CAP_SETUID. It keeps the capabilities, which would go with root's number;
    //   `setNoNewPrivileges()`, if the bundle asks for that;
    //   `setFilter(filter)`, if there is one: without no_new_privs it needs CAP_SYS_ADMIN;
    //   `takeCapabilities(capabilities)`, after which none of the above is allowed any more.
    //   man 7 credentials, man 7 capabilities, man 2 seccomp

    resetSignals()
    closeFilesOnExec()
    execve(program, wanted.args, env)
  }
}
