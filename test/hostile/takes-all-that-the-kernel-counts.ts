// Files, watches, pipes, timers, locks: whatever there is a number of for all of root's processes together.
import { openSync, watch } from 'node:fs'

for (let n = 0; n < 5_000; n++) {
  try {
    watch('/tmp', () => {})
  } catch {}
}
for (;;) {
  try {
    openSync('/dev/null', 'r')
  } catch {
    break
  }
}
setInterval(() => {}, 1_000)
