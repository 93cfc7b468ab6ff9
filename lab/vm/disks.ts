import { resolve } from 'node:path'
import { messages } from '../messages.ts'
import { ON_ERROR } from './arguments.ts'
import type { Qemu } from './qemu.ts'
import { QemuError, type Qmp } from './qmp.ts'

/** A file of this machine, and the path of its disk in the lab. */
export interface Disk {
  file: string
  path: string
  /** What becomes of what is written to it: it is in the file, or gone with the lab. Without this nothing can be. */
  writes?: 'kept' | 'forgotten'
}

/** What attaches files to this QEMU as disks. */
export function attacher({ qmp, rpc }: Qemu): (disks: Disk[]) => Promise<void> {
  let count = 0

  const plug = async ({ file, writes }: Disk, lun: number) => {
    const id = `disk${lun}`
    const device = { driver: 'scsi-hd', bus: 'scsi.0', 'scsi-id': 0, lun, drive: id, ...ON_ERROR }
    try {
      await Promise.all([
        writes === 'forgotten'
          ? addForgetful(qmp, id, resolve(file))
          : addFile(qmp, id, resolve(file), !writes),
        qmp.execute('device_add', device),
      ])
    } catch (error) {
      throw error instanceof QemuError ? messages.notAttached(resolve(file), error.message) : error
    }
  }

  return async (disks) => {
    const numbered = disks.map((disk) => ({ ...disk, lun: count++ }))
    await Promise.all(numbered.map((disk) => plug(disk, disk.lun)))
    await rpc.call('disks', numbered)
  }
}

function addFile(qmp: Qmp, id: string, filename: string, isReadOnly: boolean) {
  const access = { 'read-only': isReadOnly }
  return qmp.execute('blockdev-add', {
    driver: 'raw',
    'node-name': id,
    ...access,
    file: { driver: 'file', filename, ...access },
  })
}

/** What is written goes to a file of QEMU's that has no name. QMP has no command for it, but the monitor for people has. */
async function addForgetful(qmp: Qmp, id: string, file: string) {
  const drive = `if=none,format=raw,snapshot=on,id=${id},file=${file.replaceAll(',', ',,')}`
  const quoted = drive.replace(/["\\]/g, '\\$&')
  const answer = await qmp.execute('human-monitor-command', { 'command-line': `drive_add 0 "${quoted}"` })
  if (answer !== 'OK\r\n') throw new QemuError(String(answer))
}
