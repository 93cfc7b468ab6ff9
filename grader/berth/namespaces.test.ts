import { readlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { CLONE_NEWUTS } from '#provided/syscalls/namespaces.ts'
import { inNamespacesOf, inNewNamespaces } from './namespaces.ts'

const mountNamespace = () => readlinkSync('/proc/thread-self/ns/mnt')

test.runIf(process.getuid?.() === 0)(
  'a thread goes to other namespaces and comes back, whatever threads share its working folder',
  async () => {
    const home = mountNamespace()
    expect(inNewNamespaces(CLONE_NEWUTS, mountNamespace)).toBe(home)
    // Node's pool: four threads, made by this one.
    await readFile('/proc/version')
    expect(inNamespacesOf(process.pid, mountNamespace)).toBe(home)
    expect(mountNamespace()).toBe(home)
  },
)
