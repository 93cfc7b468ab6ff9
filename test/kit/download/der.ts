/** The few types of ASN.1 that a certificate is made of, in DER: a tag, a length, and what is in it. */
export const der = {
  sequence: (...parts: Buffer[]) => tagged(0x30, ...parts),
  set: (...parts: Buffer[]) => tagged(0x31, ...parts),
  integer: (value: number) => tagged(0x02, Buffer.from([value])),
  boolean: (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  text: (value: string) => tagged(0x0c, Buffer.from(value)),
  time: (value: string) => tagged(0x17, Buffer.from(value)),
  octets: (...parts: Buffer[]) => tagged(0x04, ...parts),
  /** Whole bytes: none of the bits is unused. */
  bits: (value: Buffer) => tagged(0x03, Buffer.from([0]), value),
  /** @param dotted - `2.5.4.3` */
  identifier: (dotted: string) => {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(sevenBits)]))
  },
  /** What its number within a larger structure tells apart. */
  part: (number: number, ...parts: Buffer[]) => tagged(0xa0 | number, ...parts),
  /** The same for what is no structure itself. */
  plain: (number: number, value: string) => tagged(0x80 | number, Buffer.from(value)),
}

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

/** Seven bits a byte, the eighth set on all but the last. */
function sevenBits(value: number): number[] {
  const rest = value >> 7
  return [...(rest > 0 ? sevenBits(rest).map((byte) => byte | 0x80) : []), value & 0x7f]
}
