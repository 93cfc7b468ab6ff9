// A remount without MS_BIND is one of the filesystem itself, whoever else has it mounted.
import { readFileSync } from 'node:fs'
import { MS_RDONLY, MS_REMOUNT, mount } from '#provided/syscalls/mount.ts'

for (const line of readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n').reverse()) {
  try {
    mount(null, line.split(' ')[4] ?? '', null, MS_REMOUNT | MS_RDONLY)
  } catch {}
}
