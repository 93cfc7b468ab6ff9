import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, openLab } from '../lab/lab.ts'
import { addPodman } from '../lab/podman/podman.ts'
import { sendWorkshop, type TextFiles } from '../lab/workshop.ts'
import { type Block, blocksOf } from './kit/docs/blocks.ts'
import { Shell } from './kit/docs/shell.ts'
import { inProject, temporaryFolder } from './kit/project.ts'

// What the lessons say is typed, and what they show is compared, as it is for a person who has solved the steps.
const folder = temporaryFolder()
const copied = ['package.json', 'provided', 'solutions', 'grader', 'lab', 'docs']
let here: Awaited<ReturnType<typeof Shell.here>>
beforeAll(async () => {
  for (const name of copied) cpSync(inProject(name), join(folder.path, name), { recursive: true })
  cpSync(inProject('solutions'), join(folder.path, 'steps'), { recursive: true })
  symlinkSync(inProject('node_modules'), join(folder.path, 'node_modules'))
  here = await Shell.here(folder.path)
})
afterAll(() => {
  here?.[Symbol.dispose]()
  folder.remove()
})

const solved = (files: TextFiles): TextFiles => ({
  ...files,
  ...Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) =>
      path.startsWith('solutions/') ? [[path.replace('solutions', 'steps'), text]] : [],
    ),
  ),
})

const lessons = readdirSync(inProject('docs'))
  .map((file) => ({ file, blocks: blocksOf(readFileSync(inProject('docs', file), 'utf8')) }))
  .map(({ file, blocks }) => ({ file, blocks: blocks.filter(({ where }) => where !== 'not run') }))
  .filter(({ blocks }) => blocks.length > 0)

describe.each(lessons)('$file', ({ blocks }) => {
  // All that is typed in the lab is typed in one, from the beginning of the lesson to its end.
  let lab: Lab | undefined
  let inLab: Shell
  beforeAll(async () => {
    if (!blocks.some(({ where }) => where === 'in the lab')) return
    lab = await openLab()
    if (blocks.some(({ withPodman }) => withPodman)) await addPodman(lab, { onProgress: () => {} })
    await sendWorkshop(lab, solved)
    inLab = await Shell.inLab(lab)
  })
  afterAll(() => lab?.close())

  test.each(blocks)('line $line, $where', { timeout: 300_000 }, async (block) => {
    const { where, commands } = block
    for (const { text, output } of commands) {
      const shell = where === 'here' ? here : inLab
      if (output !== undefined)
        expect(comparable(block, await shell.run(text)), text).toBe(comparable(block, output))
      else {
        // One that would wait for a person to type gets nobody.
        const shown = await shell.run(where === 'here' ? `${text} </dev/null` : text)
        expect((await shell.run('echo $?')).trim(), `${text}\n${shown}`).toBe('0')
      }
      // Who types the next line takes a moment, and what this one started has come to what it does.
      if (text.endsWith(' &')) await shell.run('sleep 2')
    }
  })
})

function comparable({ numbersVary }: Block, text: string): string {
  const trimmed = text.replace(/[ \t]+$/gm, '').trimEnd()
  return numbersVary ? trimmed.replace(/\d+/g, '0').replace(/[ \t]+/g, ' ') : trimmed
}
