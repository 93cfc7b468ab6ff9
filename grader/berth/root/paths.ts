import { join } from 'node:path'

/** Where the attendee's project lies in a berth. */
export const workshop = '/workshop'

/** Where Node lies in a berth, what it loads first, and where it finds and keeps compiled code. */
export const node = '/opt/node'
export const strippedTypes = join(node, 'stripped-types.cjs')
export const compileCache = join(node, 'compile-cache')

/** Compiled code that was kept. Berths cannot write to it: what one person's code left there, another's would run. */
export const keptCode = '/run/drydock-compile-cache'

/** Where the lab has podman, once it is asked for. */
export const PODMAN = '/opt/podman'

/** What the machine's own programs are made of, and what they read. */
export const system = ['bin', 'etc', 'lib', 'lib32', 'lib64', 'sbin', 'usr']

/** Folders of the machine that programs need; nobody's home is among them. */
export const machineFolders = [...system, PODMAN]

/** Where there may be programs to execute: the machine's, an image's, and what the code has written. */
export const programs = [
  ...machineFolders.map((name) => join('/', name)),
  `${node}/bin`,
  workshop,
  '/fs',
  '/tmp',
  '/run',
]
