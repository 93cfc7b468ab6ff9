import { Failure } from '../failure.ts'

/** What a runtime is called with, by podman or by a person. */
export interface CommandLine {
  subcommand: string
  /** The container's name. */
  id: string
  /** What follows the name. */
  words: string[]
  /** The folder in which all containers of a runtime are remembered. */
  root: string
  bundle: string
  /** A file that complaints go to as well. */
  log: string | undefined
  logFormat: string
  /** A file into which the number of a new process is written. */
  pidFile: string | undefined
  /** A file that says what is to be executed. */
  process: string | undefined
  detach: boolean
  all: boolean
  force: boolean
}

const withValue = ['root', 'log', 'log-format', 'bundle', 'pid-file', 'process', 'console-socket']
const alone = ['detach', 'all', 'force', 'debug', 'version', 'tty', 'no-new-keyring']
const short: Record<string, string> = {
  b: 'bundle',
  p: 'process',
  d: 'detach',
  a: 'all',
  f: 'force',
  t: 'tty',
}

/** What follows the name is a command then, with options of its own. */
const takesCommand = ['exec', 'join']

/**
 * Reads the arguments, which are those of runc.
 *
 * @throws Failure with exit status 2 for what cannot be understood
 * @see https://github.com/opencontainers/runtime-tools/blob/master/docs/command-line-interface.md
 */
export function readCommandLine(argv: string[]): CommandLine {
  const rest = [...argv]
  const options: Record<string, string> = {}
  const words: string[] = []
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) words.push(word)
    else {
      const [name = '', given] = word.replace(/^--?/, '').split('=')
      const option = short[name] ?? name
      if (withValue.includes(option)) options[option] = given ?? rest.shift() ?? ''
      else if (alone.includes(option)) options[option] = 'true'
      else throw new Failure(`This runtime has no option ${word}.`, 2)
    }
    if (words.length === 2 && takesCommand.includes(words[0] ?? '')) words.push(...rest.splice(0))
  }
  const [subcommand = '', id = '', ...others] = words
  return {
    subcommand: 'version' in options ? 'version' : subcommand,
    id,
    words: others,
    root: options.root ?? '/run/drydock-oci',
    bundle: options.bundle ?? '.',
    log: options.log,
    logFormat: options['log-format'] ?? 'text',
    pidFile: options['pid-file'],
    process: options.process,
    detach: 'detach' in options,
    all: 'all' in options,
    force: 'force' in options,
  }
}
