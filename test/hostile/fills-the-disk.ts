import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'

const block = Buffer.alloc(4 * 1024 * 1024, 1)
for (const folder of ['/fs', '/tmp', '/run', '/dev', '/dev/shm', '/workshop', '/root']) {
  try {
    const file = openSync(`${folder}/filler`, 'w')
    for (let size = 0; size < 2000; size += 4) writeSync(file, block)
    closeSync(file)
  } catch {}
  try {
    mkdirSync(`${folder}/many`)
    for (let n = 0; n < 20_000; n++) writeFileSync(`${folder}/many/${n}`, '')
  } catch {}
}
