import type { Ended } from '../../machine/process.ts'
import { nonce } from '../command.ts'
import { failStart } from '../failed-at.ts'
import { hold } from '../held-container.ts'

/** A container of step 04, held alive. Its image has a name that nobody can have written down. */
export const held = hold('04-chroot', nonce())

/** Ends a check for want of a container. Its command is in the image: who does not find it has another root (4.2). */
export const failUnstarted = (todo: string, end: Ended): never =>
  failStart(todo, [end], undefined, end.code === 127 ? '4.2' : undefined)
