import { join } from 'node:path'
import { writeKernelFile } from '../kernel-file.ts'

/** Sets what namespaces have settings of their own for: `net.ipv4.ip_forward` is a file below /proc/sys. */
export function writeSettings(settings: Record<string, string> = {}): void {
  for (const [name, value] of Object.entries(settings))
    writeKernelFile(join('/proc/sys', name.replaceAll('.', '/')), value)
}
