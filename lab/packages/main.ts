/** Downloads what the lab is made of, so that its first use takes no network. The devcontainer's image has it. */
import { openCache } from '../cache.ts'
import { showProgress } from '../progress.ts'
import { ensurePackages } from './packages.ts'

const { onProgress, clear } = showProgress(process.stderr)
await ensurePackages({ cache: await openCache(), onProgress })
clear()
