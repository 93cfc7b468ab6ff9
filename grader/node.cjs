// Loaded before anything of the kit, by whatever Node is there: before `npm ci` that is the person's own, which finds no
// libraries, may be too old for TypeScript, and would say so in words that help nobody.
const { existsSync } = require('node:fs')
const { join } = require('node:path')

const isOld = Number.parseInt(process.versions.node, 10) < 24
if (isOld || !existsSync(join(__dirname, '../node_modules/vitest'))) {
  console.error(
    'Drydock is not installed yet: it brings its libraries along, and the Node 24 that it runs on.',
  )
  console.error('  Run: npm ci')
  process.exit(3)
}
