/**
 * Which system calls a container may make, in the format of the OCI runtime specification.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export interface Profile {
  /** For calls that no entry is about. */
  defaultAction: Action
  /** What such a call fails with, where that is the action: EPERM if nothing is said. */
  defaultErrnoRet?: number
  /** The first one that matches decides. */
  syscalls?: Entry[]
}

/** What becomes of some system calls. */
export interface Entry {
  /** Names that this processor or Linux 6.1 does not know are skipped: profiles are written for all of them. */
  names: readonly string[]
  action: Action
  /** For SCMP_ACT_ERRNO: what the call fails with, EPERM if nothing is said. For SCMP_ACT_TRACE: what the tracer gets. */
  errnoRet?: number
  /** All have to hold; none means every call. */
  args?: Argument[]
}

/** A comparison of an argument. The kernel's own look at an argument may be at 32 bits of it: see SCMP_CMP_MASKED_EQ. */
export interface Argument {
  /** Which of the six, the first being 0. */
  index: number
  /** 64 bits, without a sign. For SCMP_CMP_MASKED_EQ the bits that count. */
  value: number | bigint
  /** For SCMP_CMP_MASKED_EQ: what those bits have to be. */
  valueTwo?: number | bigint
  op: Operator
}

export type Operator =
  | 'SCMP_CMP_NE'
  | 'SCMP_CMP_LT'
  | 'SCMP_CMP_LE'
  | 'SCMP_CMP_EQ'
  | 'SCMP_CMP_GE'
  | 'SCMP_CMP_GT'
  | 'SCMP_CMP_MASKED_EQ'

export type Action =
  | 'SCMP_ACT_ALLOW'
  | 'SCMP_ACT_ERRNO'
  | 'SCMP_ACT_KILL'
  | 'SCMP_ACT_KILL_PROCESS'
  | 'SCMP_ACT_KILL_THREAD'
  | 'SCMP_ACT_LOG'
  | 'SCMP_ACT_TRACE'
  | 'SCMP_ACT_TRAP'
