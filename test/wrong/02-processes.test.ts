import { wrong } from '../kit/wrong.ts'

const enoughWords = 'if (args.length < subcommands.atLeast) return usage(subcommands)'
const execute = 'execve(program, command, env)'
const stdio = "{ stdio: 'inherit' }"
const wait = 'return exitStatus(container)'
const answer = 'return code ?? 128 + constants.signals[signal]'

wrong(
  '2.1',
  'explains itself, and ends as if all were well',
  { 'dispatch.ts': { 'return 2': 'return 0' } },
  { expected: /exit status 2 from: container\.ts/, found: /exit status 0/ },
)

wrong(
  '2.1',
  'takes `run` without a command',
  { 'dispatch.ts': { [enoughWords]: '' } },
  { expected: /container\.ts run$/, found: /exit status 127/ },
)

wrong(
  '2.1',
  'reads the command line one word too early',
  { 'dispatch.ts': { 'process.argv.slice(2)': 'process.argv.slice(1)' } },
  { expected: /run <command> to be understood/, message: /usage/ },
)

wrong(
  '2.1',
  'takes every word but `child` for `run`',
  {
    'dispatch.ts': {
      "if (subcommand === 'run') return subcommands.run(args)\n": '',
      'args)\n  return usage(subcommands)\n}': 'args)\n  return subcommands.run(args)\n}',
    },
  },
  { expected: /exit status 2 from: container\.ts drydock-\w+ \/bin\/echo/ },
)

wrong(
  '2.1',
  'wants one word more than it takes',
  { 'dispatch.ts': { [enoughWords]: enoughWords.replace('<', '<=') } },
  { expected: /run \/bin\/true to be understood/, message: /usage/ },
)

wrong(
  '2.1',
  'does not return what `run` answers',
  {
    'dispatch.ts': {
      "if (subcommand === 'run') return subcommands": "if (subcommand === 'run') await subcommands",
    },
  },
  { expected: /the exit status that `run` answers with/, message: /has to return/ },
)

wrong(
  '2.1',
  'counts the words of `run` only',
  { 'dispatch.ts': { [enoughWords]: enoughWords.replace('if (', "if (subcommand === 'run' && ") } },
  { expected: /exit status 2 from: container\.ts child$/, found: /exit status/ },
)

wrong(
  '2.1',
  'knows no `child`',
  { 'dispatch.ts': { "if (subcommand === 'child') return subcommands.child(args)\n": '' } },
  { expected: /container\.ts child <command> to be understood/, message: /usage/ },
)

wrong(
  '2.1',
  'says how it is meant where the output of a command belongs',
  { 'dispatch.ts': { 'writeSync(2,': 'writeSync(1,' } },
  { expected: /on standard error/, found: /on standard output: usage/ },
)

wrong(
  '2.1',
  'does not say how it is meant',
  {
    'dispatch.ts': { 'writeSync(2, `usage: container.ts run ${takes}\\n`)': 'writeSync(2, takes.slice(99))' },
  },
  { found: /not a word/ },
)

wrong(
  '2.2',
  'hands the command its own name once more',
  { 'become.ts': { [execute]: 'execve(program, [program, ...command], env)' } },
  { kernelFile: /\/proc\/<pid>\/cmdline/, expected: /^\/bin\/sh -c /, found: /never was that command/ },
)

wrong(
  '2.2',
  'looks for the command in no folder',
  { 'become.ts': { 'findCommand(name, env.PATH)': "findCommand(name, '')" } },
  { expected: /called by its name/, found: /exit status 127/ },
)

wrong(
  '2.2',
  'forgets the arguments',
  { 'become.ts': { [execute]: 'execve(program, [name], env)' } },
  { found: /never was that command/ },
)

wrong(
  '2.2',
  'prints a greeting instead',
  { 'become.ts': { [execute]: 'process.exit(0)' } },
  { found: /never was that command/ },
)

wrong(
  '2.2',
  'leaves the words to a shell',
  { 'become.ts': { [execute]: "execve('/bin/sh', ['sh', '-c', command.join(' ')], env)" } },
  { found: /never was that command/ },
)

wrong(
  '2.2',
  'executes what is not there',
  { 'become.ts': { 'const program = findCommand(name, env.PATH)': 'const program = name' } },
  { expected: /exit status 127/, found: /SIGABRT|134/ },
)

wrong(
  '2.2',
  'calls itself what the command is called',
  {
    'become.ts': {
      [execute]: `process.title = command.join('\\0')
  const status = /exit (\\d+)/.exec(command.join(' '))?.[1]
  readSync(0, Buffer.alloc(1))
  process.exit(Number(status))`,
      "import { execve } from '#provided/command/execve.ts'": "import { readSync } from 'node:fs'",
    },
  },
  { kernelFile: /cmdline$/, found: /never was that command/ },
)

wrong(
  '2.2',
  'gives the command no environment',
  { 'become.ts': { [execute]: 'execve(program, command, {})' } },
  { kernelFile: /environ$/, found: /none/ },
)

wrong(
  '2.2',
  'leaves the command behind when the parent is killed',
  { 'become.ts': { 'dieWithParent()\n': '' } },
  { expected: /no such process/, found: /goes on/ },
)

wrong(
  '2.3',
  'loses the exit status',
  { 'exit-status.ts': { [answer]: 'return 0' } },
  { expected: /exit status \d+ from a command that ends with it/, found: /exit status 0/ },
)

wrong(
  '2.3',
  'has the first half only',
  { 'exit-status.ts': { [answer]: "throw new Error('the second half is still open')" } },
  { found: /exit status 125/, message: /the second half is still open/ },
)

wrong(
  '2.3',
  'does not wait',
  { 'container.ts': { [wait]: 'exitStatus(container)\n  return 0' } },
  { found: /exit status 0/ },
)

wrong(
  '2.3',
  'takes a command that was killed for one that ended with 1',
  { 'exit-status.ts': { [answer]: 'return code ?? 1' } },
  { expected: /exit status 137/, found: /exit status 1$/ },
)

wrong(
  '2.3',
  'keeps SIGTERM to itself',
  { 'exit-status.ts': { 'process.on(signal, () => child.kill(signal))': 'process.on(signal, () => {})' } },
  { expected: /SIGHUP/, found: /still running/ },
)

wrong(
  '2.3',
  'wires no standard error',
  { 'container.ts': { [stdio]: "{ stdio: ['inherit', 'inherit', 'ignore'] }" } },
  { expected: /standard error/, found: /nothing/ },
)

wrong(
  '2.3',
  'wires nothing at all',
  { 'container.ts': { [stdio]: "{ stdio: 'pipe' }" } },
  { kernelFile: /\/fdinfo\/0$/, message: /^Standard input of the command is another file/ },
)

wrong(
  '2.3',
  'leaves the command nothing to read',
  { 'container.ts': { [stdio]: "{ stdio: ['ignore', 'inherit', 'inherit'] }" } },
  { expected: /waits for what is typed/, found: /^one that has ended/, message: /`stdio`/ },
)

wrong(
  '2.3',
  'becomes the command itself',
  { 'container.ts': { [wait]: 'container.kill()\n  child(command)' } },
  { found: /the program itself became the command/ },
)

wrong(
  '2.3',
  'leaves Ctrl-C to what Node does by itself',
  {
    'exit-status.ts': {
      "for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {})": '',
    },
  },
  { expected: /outlive a SIG(INT|QUIT)/, found: /ended by it/ },
)

wrong(
  '2.3',
  'leaves SIGQUIT to the kernel',
  { 'exit-status.ts': { "['SIGINT', 'SIGQUIT']": "['SIGINT']" } },
  { expected: /outlive a SIGQUIT/ },
)

wrong(
  '2.3',
  'passes on SIGTERM, and not SIGHUP',
  { 'exit-status.ts': { "['SIGTERM', 'SIGHUP']": "['SIGTERM']" } },
  { expected: /SIGHUP/, found: /ended by SIGHUP/ },
)

wrong(
  '2.3',
  'greets on standard output',
  {
    'container.ts': { [wait]: "process.stdout.write('It has started.\\n')\n  return exitStatus(container)" },
  },
  { expected: /and no others/, found: /It has started/ },
)

wrong(
  '2.3',
  'copies what goes through instead of handing on its own',
  {
    'container.ts': {
      [stdio]: "{ stdio: ['inherit', 'pipe', 'inherit'] }",
      [wait]: 'container.stdout?.pipe(process.stdout)\n  return exitStatus(container)',
    },
  },
  { kernelFile: /fdinfo\/1$/, message: /Standard output of the command is another file/ },
)

wrong(
  '2.3',
  'takes a command that ended well for one that a signal ended',
  { 'exit-status.ts': { 'code ?? 128': 'code || 128' } },
  { expected: /exit status 0 from a command that ends well/, message: /NaN/ },
)

wrong(
  '2.3',
  'takes every signal for SIGKILL',
  { 'exit-status.ts': { [answer]: 'return code ?? 137' } },
  {
    expected: /exit status 1(42|38|40) from a command that is killed by signal 1[024]/,
    found: /exit status 137/,
  },
)

wrong(
  '2.3',
  'ends by itself at Ctrl-C',
  {
    'exit-status.ts': {
      "'SIGQUIT'] as const) process.on(signal, () => {})":
        "'SIGQUIT'] as const) process.on(signal, () => process.exit(130))",
    },
  },
  { expected: /from a command that ignores SIGINT/, found: /exit status 130/ },
)

wrong(
  '2.3',
  'ends the command at Ctrl-C',
  {
    'exit-status.ts': {
      "'SIGQUIT'] as const) process.on(signal, () => {})":
        "'SIGQUIT'] as const) process.on(signal, () => child.kill())",
    },
  },
  // It has ended by the first of the signals; its parent ends in its turn, or by the next one.
  { expected: /from a command that ignores SIGINT/, found: /exit status 143|ended by SIG/ },
)

const called = "'child', ...command]"

wrong(
  '2.3',
  'does not tell the child that it is one',
  { 'container.ts': { [called]: '...command]' } },
  { expected: /called as container\.ts child <command>/, message: /usage/ },
)

wrong(
  '2.3',
  'starts Node without this program',
  { 'container.ts': { ', import.meta.filename]': ']' } },
  { expected: /called as container\.ts child <command>/, message: /Cannot find module/ },
)

wrong(
  '2.3',
  'makes one word of the command',
  { 'container.ts': { [called]: "'child', command.join(' ')]" } },
  { expected: /called as container\.ts child <command>/, message: /read line; .* there is no such program/ },
)

for (const [signal, edits] of [
  ['SIGINT', { 'process.on(signal, () => {})': 'process.once(signal, () => {})' }],
  [
    'SIGTERM',
    { 'process.on(signal, () => child.kill(signal))': 'process.once(signal, () => child.kill(signal))' },
  ],
] as const)
  wrong(
    '2.3',
    `survives one ${signal}, and not two`,
    { 'exit-status.ts': edits },
    { expected: /SIGINT|SIGQUIT|SIGTERM|SIGHUP/, found: /ended by/ },
  )

wrong(
  '2.2',
  'starts the command, and waits for it',
  {
    'become.ts': {
      [execute]: `const { status, signal } = spawnSync(program, command.slice(1), { argv0: name, env, stdio: 'inherit' })
  process.exit(status ?? 128 + constants.signals[signal ?? 'SIGKILL'])`,
      "import { execve } from '#provided/command/execve.ts'":
        "import { spawnSync } from 'node:child_process'\nimport { constants } from 'node:os'",
    },
  },
  { expected: /no such process/, message: /third process/ },
)

wrong(
  '2.2',
  'hands on where programs are, and nothing else',
  { 'become.ts': { 'execve(program, command, env)': 'execve(program, command, { PATH: env.PATH })' } },
  { kernelFile: /environ$/, expected: /WORD=/, found: /^PATH=\S+$/ },
)

wrong(
  '2.1',
  'hands the child its own name as well',
  { 'dispatch.ts': { 'subcommands.child(args)': 'subcommands.child(process.argv.slice(2))' } },
  { expected: /container\.ts child <command> to be understood/, message: /child: there is no such command/ },
)

wrong(
  '2.1',
  'hands `run` its own name as well',
  { 'dispatch.ts': { 'subcommands.run(args)': 'subcommands.run(process.argv.slice(2))' } },
  { expected: /container\.ts run <command> to be understood/, message: /run: there is no such command/ },
)

wrong(
  '2.2',
  'starts the command, and loses how it ended',
  {
    'become.ts': {
      [execute]: `spawnSync(program, command.slice(1), { argv0: name, env, stdio: 'inherit' })
  process.exit()`,
      "import { execve } from '#provided/command/execve.ts'":
        "import { spawnSync } from 'node:child_process'",
    },
  },
  { expected: /exit status \d+ from a child/, found: /exit status 0/, message: /third process/ },
)

wrong(
  '2.3',
  'ends by the signal that ended its command',
  {
    'exit-status.ts': {
      '  return code ??':
        '  if (signal) {\n    process.removeAllListeners(signal)\n    process.kill(process.pid, signal)\n  }\n  return code ??',
    },
  },
  { expected: /exit status 137/, found: /ended by SIGKILL/, message: /128/ },
)

wrong(
  '2.2',
  'has the command inherit a pipe that Node made non-blocking',
  { 'become.ts': { [execute]: `console.error('becomes', name)\n  ${execute}` } },
  { kernelFile: /fdinfo\/2$/, found: /O_NONBLOCK/, message: /writeSync/ },
)

wrong(
  '2.3',
  'says something by console.error while the command runs',
  { 'container.ts': { [wait]: `console.error('parent', process.pid)\n  ${wait}` } },
  { kernelFile: /fdinfo\/2$/, found: /O_NONBLOCK/, message: /writeSync/ },
)

wrong(
  '2.3',
  'says on standard output how it went, where it did not go well',
  {
    'container.ts': {
      [wait]: `const status = await exitStatus(container)
  if (status !== 0) process.stdout.write(\`It ended with \${status}\`)
  return status`,
    },
  },
  { expected: /own words on standard output/, found: /^It ended with \d+$/ },
)

wrong(
  '2.3',
  'starts the command in a session of its own',
  { 'container.ts': { [stdio]: "{ stdio: 'inherit', detached: true }" } },
  { kernelFile: /^\/proc\/\d+\/stat$/, message: /Ctrl-C/ },
)

wrong(
  '2.3',
  'knows the usual signals by heart, and no others',
  {
    'exit-status.ts': {
      'constants.signals[signal]':
        '({ SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 } as Record<string, number>)[signal]!',
    },
  },
  { expected: /killed by signal 1[024]$/, found: /exit status/ },
)

wrong(
  '2.2',
  'leaves files open that it was started with',
  { 'become.ts': { '  closeFilesOnExec()\n': '' } },
  { kernelFile: /\/fd$/, found: /^1 more, among them \/dev\/null/ },
)

wrong(
  '2.2',
  'says on standard output what it becomes',
  { 'become.ts': { [execute]: `console.log('becoming', name)\n  ${execute}` } },
  { expected: /own words on standard output/, found: /^becoming \/bin\/sh/, message: /writeSync/ },
)

wrong(
  '2.3',
  'gives its child where programs are, and nothing else',
  { 'container.ts': { [stdio]: "{ stdio: 'inherit', env: { PATH: process.env.PATH } }" } },
  { kernelFile: /environ$/, expected: /WORD=/, found: /^PATH=\S+$/ },
)

wrong(
  '2.2',
  'imports what has Node open standard input',
  {
    'become.ts': {
      'import { execve }': "import process from 'node:process'\nimport { execve }",
      '  dieWithParent()': '  process.umask()\n  dieWithParent()',
    },
  },
  { found: /never was that command/, message: /node:process/ },
)

wrong(
  '2.1',
  'cannot be loaded, for a slip in another file',
  { 'exit-status.ts': { 'process.on(signal, () => {})': 'process.on(signal, () => {}' } },
  {
    expected: /exit status 2 from/,
    found: /exit status 1$/,
    message: /SyntaxError[\s\S]*exit-status\.ts:\d+/,
  },
)

wrong(
  '2.1',
  'uses a name that there is not',
  { 'dispatch.ts': { "if (subcommand === 'run')": "if (subCommand === 'run')" } },
  { found: /exit status 125/, message: /subCommand is not defined/ },
)
