import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { mount } from '#provided/syscalls/mount.ts'

mkdirSync('/tmp/sys')
mount('sysfs', '/tmp/sys', 'sysfs')
const folder = '/tmp/sys/devices/system/cpu'
for (const name of readdirSync(folder).filter((each) => /^cpu\d+$/.test(each))) {
  try {
    writeFileSync(`${folder}/${name}/online`, '0')
  } catch {}
}
