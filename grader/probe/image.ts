import { existsSync } from 'node:fs'

/** The image that is there without a network, and in which the checks run their commands. */
export const busyboxRootfs = '/fs/busybox/rootfs'

/** On this machine itself; the lab brings its own. */
export const hasBusybox = () => existsSync(`${busyboxRootfs}/bin/busybox`)
