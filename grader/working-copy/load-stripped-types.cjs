// Loaded before the code in a berth, and before the lab's agent: gives Node the twin of a TypeScript file whose types were
// stripped outside, and has a step's own files be its own.
// CommonJS, for --import would start the loader of ES modules once more, in every process.
const { existsSync, readFileSync } = require('node:fs')
const { registerHooks } = require('node:module')
const { fileURLToPath } = require('node:url')

const inProject = /^file:\/\/(\/workshop\/|\/opt\/drydock\/)(.+\.ts)$/
const inStep = /^file:\/\/\/workshop\/(steps|solutions)\/(\d\d-\w+)\//

registerHooks({
  // An editor offers `#steps/05-cgroups/gate.ts` in step 05 as well: the reference, and not what is under judgement.
  resolve(specifier, context, next) {
    const found = next(specifier, context)
    const [, from, step = ''] = inStep.exec(context.parentURL ?? '') ?? []
    const [, to, target = ''] = inStep.exec(found.url) ?? []
    if (from !== 'steps' || to !== 'solutions' || target < step) return found
    const own = found.url.replace('/solutions/', '/steps/')
    return existsSync(fileURLToPath(own)) ? next(own, context) : found
  },
  load(url, context, next) {
    const [, project, path = ''] = inProject.exec(url) ?? []
    if (!project) return next(url, context)
    try {
      const source = readFileSync(`${project}.stripped/${decodeURI(path)}`, 'utf8')
      return { format: 'module', source, shortCircuit: true }
    } catch {
      return next(url, context)
    }
  },
})
