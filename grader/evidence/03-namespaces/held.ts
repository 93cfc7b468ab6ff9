import { hold } from '../held-container.ts'

/** A container of step 03, held alive. */
export const held = hold('03-namespaces')
