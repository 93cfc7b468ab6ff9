/** A piece of a step's file: the work on a TODO, or what lies between. */
export interface Piece {
  text: string
  todo?: string
}

/** `// TODO 5.4`, in the reference `// 5.4`, and `// 5.4, second half` in both. */
const marker = /^(\s*)\/\/ (?:TODO )?(\d+\.\d)\b/

/**
 * Cuts a file at its TODOs. The work on one begins with its marker, and goes on to the next empty line, or to one
 * that is indented less.
 *
 * @param isLoose - empty lines do not end it, as where somebody leaves one between the comment and the code
 */
export function cut(text: string, isLoose = false): Piece[] {
  const pieces: Piece[] = [{ text: '' }]
  let indent: string | undefined
  for (const line of text.split(/(?<=\n)/)) {
    const [, margin, todo] = line.match(marker) ?? []
    if (todo !== undefined) {
      indent = margin
      pieces.push({ text: '', todo })
    } else if (indent !== undefined && !(isLoose && indent && !line.trim()) && !isWithin(line, indent)) {
      indent = undefined
      pieces.push({ text: '' })
    }
    const last = pieces.at(-1)
    if (last) last.text += line
  }
  return pieces
}

const isWithin = (line: string, indent: string) => line.startsWith(indent) && line.trim() !== ''
