// Parts of solutions/05-cgroups/cgroups.ts that wrong solutions of several TODOs change.

/** What it imports from Node. */
export const nodeFs = "import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'"

/** How it removes a cgroup. */
export const remove = 'if (existsSync(path)) rmdirSync(path)'
