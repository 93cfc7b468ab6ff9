import type { Ended, Mount, Sighting } from '../machine/process.ts'
import { heldCommand, nonce } from './command.ts'
import { inBerth } from './graded-berth.ts'
import { once } from './once.ts'

/** A container held alive, and everything that the checks of its step look at meanwhile. */
export interface HeldContainer {
  /** The folder that is to be its root. */
  rootfs: string
  sighting: Sighting
  /** The machine's hostname before the container started and while it ran. */
  machineBefore: string
  machineDuring: string
  /** Mounts of the berth before the container started and while it ran. */
  before: Mount[]
  during: Mount[]
  /** A file that only the image has, as the command finds it from its root and from its working folder. */
  fromRoot: string | null
  fromFolder: string | null
  /** A file that only the berth has, as the command finds it from its root. */
  outside: string | null
  /** `/proc/<its own pid>/cmdline` as the command finds it, with the pid that it has for itself. */
  ownProc: string | null
  /** Character devices that the command finds, by name, and their numbers: `null` is `1:3`. */
  devices: Record<string, string | undefined>
  end: Ended
}

/** What programs expect in /dev. */
export const deviceNumbers = { null: '1:3', zero: '1:5', urandom: '1:9' }

/** Starts `container.ts run` of a step, with the image's name before the command where the step has images. */
export const hold = (step: string, imageName?: string) =>
  once(() => {
    const marker = nonce()
    const image = imageName === undefined ? [] : [imageName]
    return inBerth(
      async ({ machine, berth, start }): Promise<HeldContainer> => {
        const { argv } = heldCommand()
        const before = await machine.mounts({ berth })
        const machineBefore = await machine.hostname({ berth })
        const running = await start(step, ['run', ...image, ...argv])
        const sighting = await running.waitForCommand(argv)
        const during = await machine.mounts({ berth })
        const machineDuring = await machine.hostname({ berth })
        const { process } = sighting
        const find = async (from: 'root' | 'cwd', path: string) =>
          process ? machine.read({ pid: process.pid, from, path }) : null
        const fromRoot = await find('root', marker)
        const fromFolder = await find('cwd', marker)
        const outside = await find('root', 'workshop/package.json')
        const ownProc = await find('root', `proc/${process?.nsPids.at(-1)}/cmdline`)
        const devices = await Promise.all(
          Object.keys(deviceNumbers).map(async (name) => {
            const path = `dev/${name}`
            const [file] = process ? await machine.tree({ pid: process.pid, from: 'root', path }) : []
            return [name, file?.device] as const
          }),
        )
        await running.write('\n')
        const end = await running.waitForExit()
        return {
          rootfs: `/fs/${imageName}/rootfs`,
          sighting,
          machineBefore,
          machineDuring,
          before,
          during,
          fromRoot,
          fromFolder,
          outside,
          ownProc,
          devices: Object.fromEntries(devices),
          end,
        }
      },
      { image: { [marker]: marker }, ...(imageName !== undefined && { imageName }) },
    )
  })
