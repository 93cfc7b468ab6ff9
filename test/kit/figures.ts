import type { Reporter, TestModule } from 'vitest/node'
import { isNoisy } from './noise.ts'

/** What the cases in these files show, and the word for a case that showed it. */
const kinds = {
  'wrong refused': /\/test\/wrong\//,
  'right accepted': /\/test\/(right|variations)\.test\.ts$/,
  'hostile survived': /\/test\/hostile\.test\.ts$/,
}

/** Prints how many cases of each kind were judged as they should be, where any were. */
export default class Figures implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const figures = Object.entries(kinds).flatMap(([word, files]) => {
      const tests = modules
        .filter(({ moduleId }) => files.test(moduleId))
        .flatMap(({ children }) => [...children.allTests()])
        .filter((test) => test.result().state !== 'skipped')
      const passed = tests.filter((test) => test.result().state === 'passed')
      const inconclusive = passed.filter((test) => test.meta().inconclusive)
      return tests.length > 0 ? [figure(word, passed.length, tests.length, inconclusive.length)] : []
    })
    if (figures.length > 0) process.stdout.write(`\n${figures.join(' · ')}\n`)
  }
}

/** Under noise every case is tried many times: what counts then is how many of the tries ended otherwise. */
function figure(word: string, passed: number, all: number, inconclusive: number): string {
  if (!isNoisy) return `${word} ${passed}/${all}`
  return `${word}, flips ${all - passed}/${all}, inconclusive ${inconclusive}/${all}`
}
