// Loaded before the code in a berth: gives Node the twin of a TypeScript file whose types were stripped outside.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

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
