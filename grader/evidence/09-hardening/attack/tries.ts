import type { AddedLayer } from '../../../machine/machine.ts'
import { nonce } from '../../command.ts'
import {
  asNobody,
  becomesRoot,
  type Calls,
  clone3,
  type Device,
  makesDevice,
  needed,
  refused,
  unheard,
} from './calls.ts'
import { type Call, programOf } from './elf/program.ts'
import { limit, memory, own, writes } from './files.ts'

/** What a container is told to try. */
export interface Try {
  /** For a person; no other try does the same. */
  does: string
  /** For a shell. It ends with 0 where that worked, with the error number where it is a system call that did not. */
  line: string
}

export interface Tries {
  /** To open a device that lies in the image, and is the machine's disk. */
  disk: Try[]
  /** To open files by which one changes the machine. */
  writes: Try[]
  /** To write to a file of the command's own. */
  own: Try
  /** To find all memory in a file. */
  memory: Try
  /** To change the container's own limit. */
  limit: Try
  /** To become root by a set-user-ID program. */
  setUserId: Try
  /**
   * System calls that shall fail, those that shall not come to the kernel, those that shall not fail, and one that shall
   * not be there.
   */
  refused: Try[]
  unheard: (Try & { answer: number })[]
  needed: Try[]
  clone3: Try
}

/**
 * All that is tried, and the files of an image that it takes. What a shell does without a program it does so: not every
 * container can still start one.
 *
 * @param devices - of the machine, as far as it has any
 */
export function triesFor(devices: Device[]): { tries: Tries; files: AddedLayer['files'] } {
  const files: AddedLayer['files'] = {}
  const program = (calls: Call[]) => {
    const path = `/${nonce()}`
    files[path] = { program: programOf(calls).toString('base64') }
    return path
  }
  const each = (calls: Calls): Try[] =>
    Object.entries(calls).map(([does, made]) => ({ does, line: `${program(made)} >&- 2>&-` }))
  const device = `/${nonce()}`
  const disk = devices.find(({ kind }) => kind === 'disk')
  if (disk) files[device] = { disk: disk.number }
  const setUserId = program(becomesRoot)
  const tries = {
    disk: disk ? [{ does: device, line: `true 2>&- <${device}` }] : [],
    // Other than `:`, `true` does not end the shell where a file cannot be opened.
    writes: writes.map((path) => ({ does: path, line: `true 2>&- >>${path}` })),
    own: { does: own, line: `true 2>&- >>${own}` },
    memory: { does: memory, line: `[ -s ${memory} ]` },
    limit: { does: limit, line: `true 2>&- >>${limit}` },
    setUserId: {
      does: 'set-user-ID',
      line: `chmod 4755 ${setUserId} && ${program(asNobody(setUserId))} 2>&-`,
    },
    refused: each(Object.assign({}, refused, ...devices.map(makesDevice))),
    unheard: unheard.flatMap(({ calls, answer }) => each(calls).map((one) => ({ ...one, answer }))),
    needed: each(needed),
    clone3: { does: 'clone3', line: `${program(clone3)} 2>&-` },
  }
  return { tries, files }
}
