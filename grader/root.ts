import { dirname } from 'node:path'

/** The project's root. */
export const root: string = dirname(import.meta.dirname)
