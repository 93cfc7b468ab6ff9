import { existsSync } from 'node:fs'
import { hasLayers } from '#provided/image/layered.ts'

/** The image that is there without a network, and in which the checks run their commands. */
const busybox = '/fs/busybox'
export const busyboxRootfs = `${busybox}/rootfs`

/** On this machine itself, in one folder and in layers; the lab brings its own. */
export const hasBusybox = () => existsSync(`${busyboxRootfs}/bin/busybox`) && hasLayers(busybox)
