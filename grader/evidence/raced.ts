import type { Ended, Sighting } from '../machine/machine.ts'
import { inBerth } from './berth.ts'
import { heldCommand } from './command.ts'
import { once } from './once.ts'

/** A container whose parent was held up at every file by which it joins or is limited: see berth/gate.ts. */
export const raced = once(() =>
  inBerth(async ({ start }): Promise<{ sighting: Sighting; end: Ended }> => {
    const command = heldCommand()
    const running = await start('05-cgroups', ['run', 'busybox', ...command.argv], { gated: true })
    const sighting = await running.sighted(command.argv)
    await running.write('\n')
    return { sighting, end: await running.ended() }
  }),
)
