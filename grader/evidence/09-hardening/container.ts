import { randomBytes } from 'node:crypto'
import type { Ended, Sighting } from '../../machine/process.ts'
import { nonce, toldCommand } from '../command.ts'
import { reason } from '../complaint.ts'
import { failStart } from '../failed-at.ts'
import { inBerth, openGradedBerth, type Running } from '../graded-berth.ts'
import { once } from '../once.ts'
import type { Device } from './attack/calls.ts'
import { triesFor } from './attack/tries.ts'
import * as out from './attack/ways-out.ts'

// A container in three acts: held alive (held.ts); it tries what nobody in a container shall be able to do, and notes in
// a file how that went (attacked.ts); it forks without end, and a second one wants to as well (bombed.ts).

/** Its image, and where it takes notes. */
const image = nonce()
export const notes = `/${nonce()}`

/** A volume with one file, which says its own name. */
export const volume = { name: nonce(), target: `/${nonce()}`, file: nonce() }

/** Of all drivers in /proc/misc the one whose device can be opened by whoever has it, and does nothing then. */
const driver = 'cpu_dma_latency'
const MISC_MAJOR = 10

/** The first disk of this machine, and a driver of it: these files are the same for everybody on it. */
const devices = () =>
  inBerth(async ({ machine, berth }): Promise<Device[]> => {
    const partitions = (await machine.read({ berth, path: 'proc/partitions' })) ?? ''
    const [, major, minor] = /^\s*(\d+)\s+(\d+)\s/m.exec(partitions) ?? []
    const drivers = (await machine.read({ berth, path: 'proc/misc' })) ?? ''
    const [, misc] = new RegExp(`^\\s*(\\d+) ${driver}$`, 'm').exec(drivers) ?? []
    const found: Device[] = []
    if (major) found.push({ kind: 'disk', name: 'disk', number: [Number(major), Number(minor)] })
    if (misc) found.push({ kind: 'driver', name: driver, number: [MISC_MAJOR, Number(misc)] })
    return found
  })

export const theBerth = once(async () => {
  const { tries, files } = triesFor(await devices())
  const layer = {
    diffId: `sha256:${randomBytes(32).toString('hex')}`,
    files: { ...files, [out.path]: out.script },
  }
  const opened = await openGradedBerth({
    images: { [image]: [layer] },
    controllersDisabled: true,
    files: { [out.mark]: out.mark, [`${volume.name}/${volume.file}`]: volume.file },
  })
  const { machine, berth } = opened
  return { ...opened, tries, before: await machine.cgroups({ berth }) }
})

export interface Container {
  running: Running
  sighting: Sighting
}

/** As by an older Docker, whose containers have what programs with file capabilities inherit (CVE-2022-24769). */
const heir = ['setpriv', '--inh-caps=+net_raw']

export async function begin(...options: string[]): Promise<Container> {
  const { start } = await theBerth()
  const argv = toldCommand(3)
  const running = await start('09-hardening', ['run', ...options, image, ...argv], heir)
  return { running, sighting: await running.waitForCommand(argv) }
}

/** Held up where it limits its processes: see berth/program/barrier.ts. */
export const first = once(async () => {
  const { machine, berth } = await theBerth()
  await machine.holdBack({ berth, files: ['pids.max'] })
  const container = await begin()
  await machine.settle({ berth })
  return container
})

export const second = once(() => begin())

/** How the first container ends when it is told nothing more. */
export const end = once(() => endOf(first))

/**
 * Ends a check for want of a container. Where no line says whose fault it is: a command of the image that cannot be executed,
 * or is not there, has a root that keeps it from that (9.1), and what `become` is refused the filter refuses (9.4).
 */
export async function failUnstarted(todo: string): Promise<never> {
  const ended = await end()
  const isRefused = /\b02-processes\/become\.ts:\d/.test(reason(ended))
  const otherwise = [126, 127].includes(ended.code ?? 0) ? '9.1' : isRefused ? '9.4' : undefined
  return failStart(todo, [ended], undefined, otherwise)
}

export async function endOf(container: () => Promise<Container>): Promise<Ended> {
  const { running } = await container()
  await running.write(null)
  return running.waitForExit()
}
