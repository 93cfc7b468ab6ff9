import { dirname, join } from 'node:path'

/** The project's root. */
export const root: string = dirname(import.meta.dirname)

/** What Node is given before one of the kit's programs, as package.json does. */
export const preload: string[] = ['--require', join(import.meta.dirname, 'node.cjs')]
