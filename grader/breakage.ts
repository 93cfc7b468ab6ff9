/** The kit itself broke, which says nothing about anybody's code. Exit code 70. */
export class Breakage extends Error {
  /** The check in which it happened, where it was in one. */
  readonly where: string | undefined

  /** @param stack - of what was thrown, wherever that was */
  constructor(stack: string, where?: string) {
    super(stack)
    this.stack = stack
    this.where = where
  }
}
