import type { Ended, Mount } from '../../machine/process.ts'
import { nonce, tell } from '../command.ts'
import { once } from '../once.ts'
import { begin, end, find, theBerth, volume } from './container.ts'
import { firstEnd, pair, words, written } from './held.ts'
import { image } from './image.ts'
import { single } from './single.ts'

/** What containers left that have ended. */
export interface Left {
  /** How the first ended by itself, and files that it wrote, while the second still ran. */
  first: { end: Ended; files: string[] }
  /** A third one that came and went then: what it found of the second one's file. */
  others: string | null
  /** A write by the second after that: whether its shell answered, and whether the file has it. */
  second: { done: boolean; writes: boolean }
  fourth: Ended
  /** A folder that was abandoned, and stays there after the next start, while another container runs. */
  skipped: string | undefined
  /** Paths that are there when all have ended, and are not for containers at large. */
  left: string[]
  /** What was there before. */
  gone: string[]
  mounts: { before: Mount[]; after: Mount[] }
}

/**
 * Two things that the removal of a container's folder may meet: something mounted on `rootfs`, which must not be removed with
 * it; and no `rootfs`, as of a container whose parent was killed while it made the folder.
 */
async function laySnares(): Promise<void> {
  const { start, shell } = await theBerth()
  const at = '/fs/.containers/*/rootfs'
  const { code } = await shell(`mount --bind /workshop/${volume.folder} ${at}`)
  if (code !== 0) return
  await (await start('08-layers', ['run', image, 'true'])).waitForExit()
  // Wherever it is by now: a folder above it may have another name.
  const isSnare = `[ "$root" = /${volume.folder} ]`
  await shell(
    `while read -r id parent device root at rest; do ${isSnare} && umount $at && rmdir $at; done </proc/self/mountinfo`,
  )
}

/** Names of which one comes before and one after all others, in whatever order they are looked at. */
const names = ['000000000000', 'ffffffffffff']
const abandoned = names.map((name) => `/fs/.containers/${name}`)

/** Lays folders as of containers whose parents were killed. */
async function abandon(): Promise<void> {
  const { shell } = await theBerth()
  const make = abandoned.map((folder) => `mkdir -p ${folder}/upper ${folder}/work ${folder}/rootfs`)
  await shell(`test ! -d /fs/.containers || { ${make.join('; ')}; }`)
}

/** One of them that is still there. */
async function stillAbandoned(): Promise<string | undefined> {
  const { machine, berth } = await theBerth()
  const found = await Promise.all(abandoned.map((path) => machine.read({ berth, path: `${path}/` })))
  return abandoned.find((_, index) => found[index] !== null)
}

export const ended = once(async (): Promise<Left> => {
  const { machine, berth, start, before, look, close } = await theBerth()
  await written()
  const [, second] = await pair()
  const firstEnded = await firstEnd()
  // What it leaves behind to tidy up may need a moment.
  await machine.settle({ berth })
  const afterFirst = await look()
  const newcomer = await begin(image)
  const others = await find(newcomer, words[1])
  await end(newcomer)
  const word = nonce()
  const done = await tell(second.running, `(echo ${word} >/${word}) 2>&-`)
  const writes = (await find(second, word))?.trim() === word

  await second.running.signal('SIGKILL')
  await second.running.waitForExit()
  await machine.settle({ berth })
  await laySnares()
  await abandon()
  const running = await begin(image)
  // Else folders of that name are nobody's, to code that has other ones.
  const knowsThem = (await stillAbandoned()) === undefined
  await abandon()
  await (await start('08-layers', ['run', image, 'true'])).waitForExit()
  const skipped = await stillAbandoned()
  const fourth = await end(running)
  await machine.settle({ berth })
  const [after, { left: shared, stays }] = [await look(), await single()]
  const left: Left = {
    first: { end: firstEnded, files: [...afterFirst.keys()].filter((path) => isNamed(path, words[0])) },
    others,
    second: { done, writes },
    fourth,
    skipped: knowsThem ? skipped : undefined,
    left: [...after.keys()].filter(
      (path) =>
        (!shared.has(path) && !names.some((name) => path.includes(name))) ||
        words.some((each) => isNamed(path, each)),
    ),
    gone: [...before.keys()].filter((path) => !after.has(path)),
    mounts: { before: stays, after: await machine.mounts({ berth }) },
  }
  await close()
  return left
})

/** Is that a file that a container has made, wherever it is kept? */
const isNamed = (path: string, word: string) => path.endsWith(`/${word}`)
