// Files, watches, pipes, timers, locks: whatever there is a number of for all of root's processes together.
import { openSync, watch } from 'node:fs'

for (let n = 0; n < 5_000; n++) {
  try {
    watch('/tmp', () => {})
  } catch {}
}
try {
  for (let n = 0; n < 50_000; n++) openSync('/dev/null', 'r')
} catch {}
process.stdin.resume()
