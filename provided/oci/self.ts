/** What follows `node` when a program starts itself once more, with the same flags. */
export const self = (...args: string[]): string[] => [...process.execArgv, process.argv[1] ?? '', ...args]
