import { availableParallelism } from 'node:os'

export type Accelerator = 'kvm' | 'tcg'

/** What a lab is made of. Everything that distinguishes one snapshot from another is in here. */
export interface Hardware {
  /** The image's folder, seen from the folder that QEMU works in. */
  image: string
  accelerator: Accelerator
  /** MiB */
  memory: number
  /** A further disk, read-only, mounted on /disk: its path, and what changes when it does. */
  disk?: { path: string; version: string } | undefined
}

/** Which of QEMU's inherited file descriptors is what: Node's pipes are sockets, so no path is needed. */
export const FDS = { console: 3, qmp: 4, ctl: 5, in: 6, out: 7, err: 8 } as const

/** The ports that the guest sees, in the order of their numbers there: /dev/vport0p1 and on. */
const PORTS = ['ctl', 'in', 'out', 'err'] as const

/**
 * `tsc=reliable`: else SMP under TCG takes its clock for broken; the rest of its line saves a second of boot. The last
 * two halve the time of a Node boot under TCG: against Meltdown the kernel would change page tables at every system
 * call, and what is loaded at another address each time is translated anew. An emulated processor does not speculate,
 * and behind the judge's back there is nothing in this machine worth hiding. What is in it is root's everywhere, but
 * only modules that Debian has signed become part of its kernel.
 */
const COMMAND_LINE = [
  'console=ttyS0 quiet panic=-1',
  'tsc=reliable no_timer_check cryptomgr.notests',
  'mitigations=off norandmaps',
  'module.sig_enforce=1',
].join(' ')

/** @param scratch - the disk of /fs, as `scratchDisk` or `savedDisk` has it */
export function hardwareArguments(
  { image, accelerator, memory, disk }: Hardware,
  scratch: string[],
): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-machine', 'q35,usb=off,sata=off,smbus=off,smm=off,i8042=off,vmport=off,memory-backend=ram'],
    ...(accelerator === 'kvm' ? ['-accel', 'kvm', '-cpu', 'host'] : ['-accel', 'tcg', '-cpu', 'Nehalem']),
    ...['-m', String(memory), '-smp', String(Math.min(availableParallelism(), 2))],
    ...['-kernel', `${image}/vmlinuz`, '-initrd', `${image}/initramfs`, '-append', COMMAND_LINE],
    ...drive(`${image}/root.img`, 'readonly=on'),
    ...scratch,
    ...(disk ? drive(disk.path.replaceAll(',', ',,'), 'readonly=on') : []),
    ...Object.entries(FDS).flatMap(([name, fd]) => ['-chardev', `socket,id=${name},fd=${fd}`]),
    ...['-serial', 'chardev:console', '-mon', 'chardev=qmp,mode=control'],
    ...['-device', 'virtio-serial-pci'],
    ...PORTS.flatMap((name, n) => ['-device', `virtserialport,chardev=${name},name=${name},nr=${n + 1}`]),
    // What attached files are plugged into. It is last: the names of the ports above count the devices before them.
    ...['-device', 'virtio-scsi-pci,hotplug=off,id=scsi'],
  ]
}

const drive = (file: string, options: string) => ['-drive', `file=${file},format=raw,if=virtio,${options}`]

/**
 * What a disk does where the person's own is full: say so inside. QEMU would stop the machine, and wait for somebody who
 * makes room and has it go on.
 */
export const ON_ERROR = { rerror: 'report', werror: 'report' } as const
const onError = Object.entries(ON_ERROR).map(([name, what]) => `${name}=${what}`)

/** What is written to it vanishes. */
export const scratchDisk = (file: string) => drive(file, ['snapshot=on,cache=unsafe', ...onError].join(','))

/** What is written to it stays, and becomes part of a snapshot. */
export const savedDisk = (file: string) => drive(file, ['cache=unsafe', ...onError].join(','))

/** Memory that goes with the process. */
export const privateMemory = ({ memory }: Hardware) => [
  '-object',
  `memory-backend-ram,id=ram,size=${memory}M`,
]

/** Memory in the file `ram`: shared while a snapshot is made, copied on write when it is restored. */
export const fileMemory = ({ memory }: Hardware, share: 'on' | 'off') => [
  '-object',
  `memory-backend-file,id=ram,size=${memory}M,mem-path=ram,share=${share}`,
]
