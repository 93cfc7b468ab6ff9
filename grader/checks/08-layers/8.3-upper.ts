import { check } from '../../check.ts'
import type { Files } from '../../evidence/08-layers/container.ts'
import { expectRunning, isRobbed, type Writer, type Written, written } from '../../evidence/08-layers/held.ts'
import { ended } from '../../evidence/08-layers/left.ts'
import { complaint } from '../../evidence/complaint.ts'
import { inconclusiveCommand } from '../../evidence/patience.ts'
import { fail, waits } from '../../verdict/judgement.ts'

check('8.3', 'What it writes is its own, and the image stays as it is', ['8.2'], async () => {
  const { done, writers, later, before, after } = await written()
  await expectRunning('8.3', writers)
  checkImage(before, after)
  if (!done) inconclusiveCommand()
  if (isRobbed(writers)) waits(['8.4'])
  for (const writer of writers) checkWriter(writer)
  checkLater(later)
  const { others } = await ended()
  if (others !== null)
    fail({
      expected: 'nothing that another container has written, when a third one has ended in between',
      found: 'a file that another container has made, and that still runs',
      message:
        'Do not number the folders by how many there are: when the first container has ended, the next one gets the number of the second, which still runs. Draw a name at random.',
    })
})

/** Nothing of it has changed, not even a time. */
function checkImage(before: Files, after: Files): void {
  const changed = [...before].find(([path, { state }]) => isOfImage(path) && after.get(path)?.state !== state)
  if (changed)
    fail({
      kernelFile: changed[0],
      expected: 'as it was before: all containers of the image have it',
      found: after.has(changed[0]) ? 'changed' : 'gone',
    })
}

/** In a layer, or in an image of one folder. Beside them there may be what is the containers' own. */
const isOfImage = (path: string) =>
  /^\/fs\/(\.layers\/sha256\/[^/]+|[^/.][^/]*\/rootfs)(\/|$)|^\/fs\/[^/.][^/]*\/config\.json$/.test(path)

function checkWriter({ process, word, made, changed, removed, others }: Writer): void {
  const root = `/proc/${process?.nsPids[0]}/root`
  if (others !== null)
    fail({
      kernelFile: root,
      expected: 'nothing that another container has written',
      found: 'a file that another container has made',
      message: 'Two containers write into the same folder. Each needs an upperdir of its own.',
    })
  if (made?.trim() !== word || changed?.trim() !== word || removed !== null)
    fail({
      kernelFile: root,
      expected: 'a file made, one changed, and one removed, as the command did',
      found: made === null ? 'no file made: nothing can be written there' : 'not all of it',
    })
}

function checkLater({ process, end, facts, others }: Written['later']): void {
  if (!process)
    fail({ expected: 'a third container of the image', found: 'none that runs', message: complaint([end]) })
  const root = `/proc/${process.nsPids[0]}/root`
  const wrong = facts.find(({ found, says }) => found !== says)
  if (wrong || others.some((found) => found !== null))
    fail({
      kernelFile: wrong ? `${root}/${wrong.path}` : root,
      expected: 'the files of the image, for a container that starts later',
      found: 'what another container has made of them',
    })
}
