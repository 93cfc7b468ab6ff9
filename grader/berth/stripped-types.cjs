// Loaded before the code in a berth: gives Node the twin of a TypeScript file whose types were stripped outside.
// CommonJS, for --import would start the loader of ES modules once more, in every process.
const { readFileSync } = require('node:fs')
const { registerHooks } = require('node:module')

const project = 'file:///workshop/'
const twins = '/workshop/.stripped/'

registerHooks({
  load(url, context, next) {
    if (!url.startsWith(project) || !url.endsWith('.ts')) return next(url, context)
    try {
      const source = readFileSync(twins + decodeURI(url.slice(project.length)), 'utf8')
      return { format: 'module', source, shortCircuit: true }
    } catch {
      return next(url, context)
    }
  },
})
