import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { inNamespacesNamed } from './namespaces.ts'

/** Where the machine's own programs are, whatever PATH says. */
const folders = ['/usr/local/sbin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
/** Code may have made so much, or change it so often, that it takes more: then the call throws. */
const bounds = { maxBuffer: 32 * 1024 * 1024, timeout: 20_000 }

/** Programs that some steps need and this machine lacks. */
export const missingPrograms = () => ['ip', 'nft', 'podman'].filter((name) => !findProgram(name))

/** Its path; undefined where the machine has none. */
export function findProgram(name: string): string | undefined {
  return folders
    .map((folder) => `${folder}/${name}`)
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** Runs `ip` or `nft` where the calling thread is, and returns what it prints. */
export function tool(name: 'ip' | 'nft', args: string[], input = ''): string {
  return execFileSync(findProgram(name) ?? name, args, { encoding: 'utf8', input, stdio: 'pipe', ...bounds })
}

/** The same in the network namespace of a process. */
export const toolIn = (pid: number, name: 'ip' | 'nft', args: string[], input?: string) =>
  inNamespacesNamed(['net'], pid, () => tool(name, args, input))
