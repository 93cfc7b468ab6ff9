import { constants } from 'node:os'
import { CallFailure } from '../failure.ts'
import type { Action } from './profile.ts'

/** SECCOMP_RET_… of include/uapi/linux/seccomp.h. */
const ANSWERS: Record<Action, number> = {
  SCMP_ACT_ALLOW: 0x7fff0000,
  SCMP_ACT_ERRNO: 0x00050000,
  SCMP_ACT_KILL: 0x00000000,
  SCMP_ACT_KILL_PROCESS: 0x80000000,
  SCMP_ACT_KILL_THREAD: 0x00000000,
  SCMP_ACT_LOG: 0x7ffc0000,
  SCMP_ACT_TRACE: 0x7ff00000,
  SCMP_ACT_TRAP: 0x00030000,
}

/**
 * What a filter has to return for an action.
 *
 * @param data - the error number, for the two actions that have one
 * @throws CallFailure for an action that is not ours: with SCMP_ACT_NOTIFY somebody would have to listen
 */
export function answerOf(action: Action, data: number = constants.errno.EPERM): number {
  const known = Object.hasOwn(ANSWERS, action)
  if (!known)
    throw new CallFailure(
      `This kit has no seccomp action ${action}. It has: ${Object.keys(ANSWERS).join(', ')}.`,
    )
  const hasData = action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE'
  return hasData ? ANSWERS[action] | (data & 0xffff) : ANSWERS[action]
}
