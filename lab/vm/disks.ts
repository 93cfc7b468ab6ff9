import { resolve } from 'node:path'
import { messages } from '../messages.ts'
import type { Qemu } from './qemu.ts'
import { Refusal } from './qmp.ts'

/** A file of this machine, and the path of its disk in the lab. */
export interface Disk {
  file: string
  path: string
}

/** What attaches files to this QEMU as disks. */
export function attacher({ qmp, rpc }: Qemu): (disks: Disk[]) => Promise<void> {
  let count = 0

  const plug = async (file: string, lun: number) => {
    const id = `disk${lun}`
    const source = { driver: 'file', filename: file, 'read-only': true }
    const node = { driver: 'raw', 'node-name': id, 'read-only': true, file: source }
    const device = { driver: 'scsi-hd', bus: 'scsi.0', 'scsi-id': 0, lun, drive: id }
    try {
      await Promise.all([qmp.execute('blockdev-add', node), qmp.execute('device_add', device)])
    } catch (error) {
      throw error instanceof Refusal ? messages.notAttached(file, error.message) : error
    }
  }

  return async (disks) => {
    const numbered = disks.map((disk) => ({ ...disk, lun: count++ }))
    await Promise.all(numbered.map(({ file, lun }) => plug(resolve(file), lun)))
    await rpc.call('disks', numbered)
  }
}
