import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node'
import { Breakage } from '../breakage.ts'
import type { JudgedCheck } from '../check.ts'
import type { LiveLine } from '../verdict/live.ts'

/** Collects what the checks hand over. */
export class Collector implements Reporter {
  readonly ended: JudgedCheck[] = []
  /** Errors that are no judgement of anybody's code. */
  readonly broken: Breakage[] = []
  readonly #live: LiveLine

  /** @param live - is told what is going on, for a person who watches */
  constructor(live: LiveLine) {
    this.#live = live
  }

  onTestCaseReady(test: TestCase): void {
    this.#live.starts(test.name)
  }

  onTestCaseResult(test: TestCase): void {
    const { check } = test.meta()
    for (const error of test.result().errors ?? []) this.broken.push(new Breakage(stackOf(error), test.name))
    if (!check) return
    this.ended.push({ ...check, title: test.name, at: performance.now() })
    this.#live.ends(check)
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    this.#live.clear()
    for (const module of modules) {
      for (const error of module.errors())
        this.broken.push(new Breakage(stackOf(error), module.relativeModuleId))
    }
    for (const error of unhandled) this.broken.push(new Breakage(stackOf(error)))
  }
}

function stackOf({ stack, message, cause }: SerializedError): string {
  const own = stack ?? message
  return cause ? `${own}\nCaused by: ${stackOf(cause)}` : own
}
