import { Failure } from '#provided/failure.ts'
import { exitCodes } from './verdict/exit-code.ts'

/** It was understood, and cannot be done; the message says why, and what to type instead. */
export class Refusal extends Failure {
  constructor(message: string) {
    super(message, exitCodes.fail)
  }
}
