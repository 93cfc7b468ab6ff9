import { constants } from 'node:os'

for (const signal of Object.keys(constants.signals) as NodeJS.Signals[]) {
  try {
    process.on(signal, () => {})
  } catch {}
}
setInterval(() => {}, 10)
