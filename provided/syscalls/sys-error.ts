import { explainCause } from '../causes.ts'
import { CallFailure } from '../failure.ts'

// An import of node:util runs its getters, and one of them has Node open stderr: a pipe is non-blocking then, for the command
// that inherits it as well, and few programs expect that.
const { getSystemErrorMessage, getSystemErrorName } = process.getBuiltinModule('node:util')

/** The kernel refused a system call. The message says which, its answer, and what usually causes that. */
export class SysError extends CallFailure {
  /** `EPERM` */
  readonly code: string
  /** `unshare` */
  readonly syscall: string
  /** The arguments as a person writes them: `CLONE_NEWPID`, `"/proc"`. */
  readonly args: string[]

  /**
   * @param syscall - its name in section 2 of the manual
   * @param args - its arguments, in words
   * @param errno - what the kernel answered, positive
   * @param path - the file it was about, if any: the usual cause may depend on it
   */
  constructor(syscall: string, args: string[], errno: number, path?: string) {
    const code = getSystemErrorName(-errno)
    const cause = explainCause(syscall, code, path)
    const answer = `${syscall}(${args.join(', ')}): ${code}, ${getSystemErrorMessage(-errno)}`
    super(cause ? `${answer}\n  ${cause}` : answer)
    this.name = 'SysError'
    this.code = code
    this.syscall = syscall
    this.args = args
  }
}
