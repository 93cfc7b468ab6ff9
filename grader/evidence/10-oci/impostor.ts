import { inconclusive } from '../../verdict/judgement.ts'
import { nonce } from '../command.ts'
import type { GradedBerth } from '../graded-berth.ts'

// Numbers are handed out in turn, and the kernel can be told which one was the last: pid_namespaces(7), ns_last_pid. It
// has that in a /proc of one's own, for the berth's cannot be written to. Somebody else may start a program just then,
// and one that is ending keeps its number for a moment.
const script = `
mkdir $1 && mount -t proc proc $1
turn=0
until [ "$pid" = $0 ] || [ $turn = 20 ]; do
  turn=$((turn + 1))
  echo $(($0 - 1)) >$1/sys/kernel/ns_last_pid
  sleep 1000 >/dev/null &
  pid=$!
  [ $pid = $0 ] || { kill $pid; sleep .1; }
done
umount $1; rmdir $1
echo ready
read line
kill $pid
`

export interface Impostor {
  /** Whether it goes on as before. */
  lives(): Promise<boolean>
  end(): Promise<void>
}

/**
 * Starts a process with the number of one that has ended, as it happens on any machine in the course of time.
 *
 * @param pid - as the berth counts
 */
export async function startImpostor(
  { machine, berth, startProgram }: GradedBerth,
  pid: number,
): Promise<Impostor> {
  const running = await startProgram('sh', ['-c', script, String(pid), `/tmp/${nonce()}`])
  await running.waitForOutput('ready\n')
  const find = async () => (await machine.processes({ berth })).find(({ nsPids }) => nsPids[0] === pid)
  const lives = async () => !['Z', undefined].includes((await find())?.state)
  if (!(await lives()))
    inconclusive({ message: `This machine is too busy: the number ${pid} was always somebody else's.` })
  return {
    lives,
    async end() {
      await running.write(null)
      await running.waitForExit()
    },
  }
}
