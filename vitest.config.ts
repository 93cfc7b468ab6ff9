import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/kit/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', '{grader,lab,provided}/**/*.test.ts'],
    reporters: ['default', './test/kit/figures.ts'],
    globalSetup: 'test/kit/lab-set-up.ts',
    // Most test files start a virtual machine, and without KVM one keeps a processor busy.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Node runs the tests itself, as it runs the rest of the kit.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
})
