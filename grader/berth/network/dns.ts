/** A question about one name (RFC 1035, 4.1). */
export interface Question {
  id: number
  name: string
  type: number
  /** Name, type and class as they came, to be repeated in the answer. */
  bytes: Buffer
}

const headerSize = 12
const typeA = 1
const classInternet = 1

/** Standard answer, recursion desired and available; with 3 in the end: there is no such name. */
const answered = 0x8180
const noSuchName = 0x8183

/** For how long an answer is good, seconds. */
const lifetime = 1

/** Where a name has occurred before: right after the header. */
const sameName = 0xc000 | headerSize

/** Undefined where it is none: anybody can send anything. */
export function questionIn(message: Buffer): Question | undefined {
  const labels: string[] = []
  let at = headerSize
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const end = at + 5
  if (message.length < end) return undefined
  return {
    id: message.readUInt16BE(0),
    name: labels.join('.'),
    type: message.readUInt16BE(at + 1),
    bytes: message.subarray(headerSize, end),
  }
}

/** @param address - of the name; null where there is no such name */
export function answerTo({ id, type, bytes }: Question, address: string | null): Buffer {
  const record = address !== null && type === typeA ? addressRecord(address) : Buffer.alloc(0)
  const header = Buffer.alloc(headerSize)
  header.writeUInt16BE(id, 0)
  header.writeUInt16BE(address === null ? noSuchName : answered, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(record.length > 0 ? 1 : 0, 6)
  return Buffer.concat([header, bytes, record])
}

function addressRecord(address: string): Buffer {
  const record = Buffer.alloc(12)
  for (const [index, word] of [sameName, typeA, classInternet].entries())
    record.writeUInt16BE(word, index * 2)
  record.writeUInt32BE(lifetime, 6)
  record.writeUInt16BE(4, 10)
  return Buffer.concat([record, Buffer.from(address.split('.').map(Number))])
}
