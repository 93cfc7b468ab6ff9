/** A console block of a lesson. */
export interface Block {
  /** Its line in the file. */
  line: number
  where: 'here' | 'in the lab' | 'not run'
  /** The lab has podman. */
  withPodman: boolean
  /** Numbers are others each time, and with them the spaces that line them up. */
  numbersVary: boolean
  commands: Command[]
}

export interface Command {
  text: string
  /** What it prints, where that is shown. */
  output: string | undefined
}

/**
 * The console blocks of a markdown file. What follows `console` says how they are meant: ```` ```console in the lab,
 * numbers vary ````, ```` ```console in the lab with podman ````, ```` ```console not run ````. After `$ npm run lab` the rest of a block is typed in there.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  const lines = markdown.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, meaning] = /^```console\b(.*)$/.exec(lines[at] ?? '') ?? []
    if (meaning === undefined) continue
    const end = lines.indexOf('```', at)
    const commands = commandsOf(lines.slice(at + 1, end))
    const isLab = meaning.includes('in the lab') || commands[0]?.text === 'npm run lab'
    blocks.push({
      line: at + 1,
      where: meaning.includes('not run') ? 'not run' : isLab ? 'in the lab' : 'here',
      withPodman: meaning.includes('with podman'),
      numbersVary: meaning.includes('numbers vary'),
      // Where a shell of the lab begins.
      commands: commands.map((command) =>
        command.text === 'npm run lab' ? { ...command, text: 'cd /workshop' } : command,
      ),
    })
    at = end
  }
  return blocks
}

function commandsOf(lines: string[]): Command[] {
  const commands: Command[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const last = commands.at(-1)
    if (!line.startsWith('$ ')) {
      if (last) last.output = last.output === undefined ? line : `${last.output}\n${line}`
      continue
    }
    const [, word] = /<<(\w+)$/.exec(line) ?? []
    const end = word === undefined ? at : lines.indexOf(word, at)
    commands.push({ text: [line.slice(2), ...lines.slice(at + 1, end + 1)].join('\n'), output: undefined })
    at = end
  }
  return commands
}
