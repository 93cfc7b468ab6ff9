import { openLab } from '../../lab/lab.ts'
import { showProgress } from '../../lab/progress.ts'

/** Opens the lab once, so that its set-up on first use is in no test's time. */
export default async function setUpLab(): Promise<void> {
  const { onProgress, clear } = showProgress(process.stderr)
  const lab = await openLab({ onProgress })
  clear()
  await lab.close()
}
