import { check } from '../../check.ts'
import { firstEnd, held } from '../../evidence/08-layers/held.ts'
import type { Fact } from '../../evidence/08-layers/image.ts'
import { isSameFile } from '../../evidence/08-layers/single.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

check('8.2', 'All layers of the image are in it, in their order', ['8.1'], async () => {
  const { process, facts, file } = await held()
  if (!process)
    failStart('8.2', [await firstEnd()], {
      expected: 'a container of an image of several layers',
      found: 'none that runs',
    })
  const root = `/proc/${process.nsPids[0]}/root`
  for (const fact of facts) checkFact(fact, root)
  if (!isSameFile(file))
    fail({
      kernelFile: `${root}/${file.path}`,
      expected: `inode ${file.inLayer?.inode}, which is the file of the layer`,
      found: `inode ${file.inContainer?.inode}, a copy`,
    })
})

function checkFact({ path, says, found, why }: Fact & { found: string | null }, root: string): void {
  if (found === says) return
  fail({
    kernelFile: `${root}/${path}`,
    expected: says ?? 'nothing',
    found: found ?? 'nothing',
    message: `Of the image, ${why}.`,
  })
}
