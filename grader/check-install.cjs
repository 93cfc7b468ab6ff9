// Loaded before anything of the kit, by whatever Node is there: before `npm ci` that is the person's own, which finds no
// libraries, may be too old for TypeScript, and would say so in words that help nobody.
const { existsSync } = require('node:fs')
const { join } = require('node:path')

/** @param lines - what is wrong, and what to type */
function refuse(...lines) {
  console.error(lines.join('\n  '))
  process.exit(3)
}

if (!existsSync(join(__dirname, '../node_modules/vitest')))
  refuse(
    'Drydock is not installed yet: it brings its libraries along, and the Node 24 that it runs on.',
    'Run: npm ci',
  )
if (Number.parseInt(process.versions.node, 10) < 24)
  refuse(
    `This is Node ${process.versions.node}, and Drydock runs on the Node 24 that it brings along, which npm run finds.`,
    'Run: npm run doctor',
    'If that says the same: npm ci --include=optional',
  )
