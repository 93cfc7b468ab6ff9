import type { Ended } from '../../machine/process.ts'

/** How `state` ended, and what it says of the container. */
export interface State {
  end: Ended
  status: unknown
  pid: unknown
}

export function stateOf(end: Ended): State {
  try {
    const { status, pid } = JSON.parse(end.stdout)
    return { end, status, pid }
  } catch {
    return { end, status: undefined, pid: undefined }
  }
}

/** Whether a call was refused as it should be: with an exit status that says so. */
export const isRefused = ({ code, overdue }: Ended) => code !== 0 && !overdue

export const howItEnded = ({ code, overdue }: Ended) =>
  overdue ? 'it does not end' : `it ended with ${code}`
