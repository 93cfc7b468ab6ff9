import { messages } from '../messages.ts'
import { bytesOf } from './request.ts'

/** All of a response that is not to be longer than this, in bytes. */
export async function readAll(
  response: Response,
  { limit, what }: { limit: number; what: string },
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytesOf(response)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > limit) throw messages.tooLong(what, limit)
  }
  return Buffer.concat(chunks)
}
