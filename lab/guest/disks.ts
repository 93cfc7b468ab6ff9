import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Disk {
  /** Its number on the lab's SCSI bus. */
  lun: number
  /** Where a link to it shall be. */
  path: string
}

/**
 * Makes links to disks that were plugged in, with the directories that lead there. The kernel looks for a disk, and
 * its driver reads it, before the write that asks for it returns: nothing is waited for.
 */
export function linkDisks(disks: Disk[]): void {
  for (const { lun, path } of disks) {
    writeFileSync('/sys/class/scsi_host/host0/scan', `0 0 ${lun}`)
    writeFileSync('/sys/bus/scsi/drivers/sd/bind', `0:0:0:${lun}`)
    const [name] = readdirSync(`/sys/bus/scsi/devices/0:0:0:${lun}/block`)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(`/dev/${name}`, path)
  }
}
