/** `npm run grade 05`: judges what was built, by what the kernel says. See `options.ts` for what can be asked. */
import { useCompileCache } from './compile-cache.ts'

useCompileCache()
const { runCommand } = await import('../run-command.ts')
const { grade } = await import('./grade.ts')
await runCommand(grade)
