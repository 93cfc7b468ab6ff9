/** `npm run grade 05`: judges what was built, by what the kernel says. See `options.ts` for what can be asked. */
import { exitNow } from '../../lab/exit-now.ts'
import { useCompileCache } from './compile-cache.ts'

useCompileCache()
const { grade } = await import('./grade.ts')
exitNow(await grade(process.argv.slice(2)))
