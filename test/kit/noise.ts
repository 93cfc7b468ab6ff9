/** Whether others are to be busy beside the cases, as in `npm run test:noise`. */
export const isNoisy = process.env.DRYDOCK_ROUNDS !== undefined

/** How often every case is tried. */
export const rounds = Number(process.env.DRYDOCK_ROUNDS ?? 1)
