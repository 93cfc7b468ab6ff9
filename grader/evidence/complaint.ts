import type { Ended } from '../machine/machine.ts'

/** What a program that went wrong said about it: the message, and the first line of where. */
export function complaint(ends: Ended[]): { message?: string } {
  const failed = ends.find(({ stderr, code }) => stderr.trim() !== '' && code !== 0)
  if (!failed) return {}
  return { message: `Your program said: ${firstLines(failed.stderr)}` }
}

/** An uncaught error is printed with the line of code before it and the stack behind it. */
function firstLines(stderr: string): string {
  const lines = stderr.trim().split('\n')
  const error = lines.findIndex((line) => /^\w*Error\b.*:/.test(line))
  return (error < 0 ? lines.slice(0, 3) : lines.slice(error, error + 2)).map((line) => line.trim()).join('\n')
}
