import { check } from '../../check.ts'
import type { Fact } from '../../evidence/layered.ts'
import { held, isSameFile } from '../../evidence/layers.ts'
import { fail } from '../../verdict/outcome.ts'

check('8.2', 'All layers of the image are in it, in their order', { needs: ['8.1'] }, async () => {
  const { process, facts, above } = await held()
  if (!process) throw new Error('8.1 has passed without a command')
  const root = `/proc/${process.nsPids[0]}/root`
  for (const fact of facts) checkFact(fact, root)
  if (!isSameFile(above))
    fail({
      kernelFile: `${root}/${facts.find(({ path }) => above.path.endsWith(path))?.path}`,
      expected: `inode ${above.inLayer?.inode}, which is the file of the layer`,
      found: `inode ${above.inContainer?.inode}, a copy`,
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
