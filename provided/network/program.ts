import { spawnSync } from 'node:child_process'
import { CallFailure } from '../failure.ts'

/** Where Debian has the programs that one may want to install. */
const PACKAGES: Record<string, string> = { ip: 'iproute2', nft: 'nftables', nsenter: 'util-linux' }

/**
 * Runs a program and waits for it.
 *
 * @param command - its name, then its arguments, as one would type them
 * @returns what it printed
 * @throws CallFailure with its own words if it ends with a status other than 0, or cannot be started
 *
 * @example
 * program('ip', 'link', 'set', 'lo', 'up')
 */
export const program = (...command: string[]): string => programWith('', ...command)

/** The same, for a program that reads its standard input. */
export function programWith(input: string, ...command: string[]): string {
  const [name = '', ...args] = command
  const { error, status, stdout, stderr } = spawnSync(name, args, { input, encoding: 'utf8' })
  if (error && 'code' in error && error.code === 'ENOENT') throw missing(name)
  if (error) throw error
  if (status !== 0)
    throw new CallFailure(`${command.join(' ')}\n  ${stderr.trim() || `ended with ${status}`}`)
  return stdout
}

function missing(name: string): CallFailure {
  const [first = ''] = name.split(' ')
  if (first !== name)
    return new CallFailure(
      `There is no program "${name}". Every word is an argument of its own: program('${first}', …)`,
    )
  return new CallFailure(`There is no program ${name} here. Next: apt-get install ${PACKAGES[name] ?? name}`)
}
