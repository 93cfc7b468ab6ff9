import { writeFileSync } from 'node:fs'

// Others are to be killed first.
writeFileSync('/proc/self/oom_score_adj', '-1000')
const all: Buffer[] = []
for (;;) {
  all.push(Buffer.alloc(16 * 1024 * 1024, 1))
  try {
    writeFileSync(`/tmp/${all.length}`, Buffer.alloc(8 * 1024 * 1024, 1))
  } catch {}
}
