import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { der } from './der.ts'

/** A certificate that is signed by itself, of a key for ECDSA with SHA-256. */
export interface Certificate {
  /** PEM */
  certificate: string
  /** The same as it is in a JWT: DER in Base64. */
  x5c: string
  key: KeyObject
  /** PEM */
  privateKey: string
}

const ECDSA_WITH_SHA256 = der.sequence(der.identifier('1.2.840.10045.4.3.2'))
const COMMON_NAME = der.identifier('2.5.4.3')
const BASIC_CONSTRAINTS = der.identifier('2.5.29.19')
const ALTERNATIVE_NAMES = der.identifier('2.5.29.17')

/**
 * @param hosts - whose certificate it is
 * @see RFC 5280, section 4.1
 */
export function makeCertificate(...hosts: string[]): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der.sequence(der.set(der.sequence(COMMON_NAME, der.text('Drydock, for its tests'))))
  const dnsNames = der.sequence(...hosts.map((host) => der.plain(2, host)))
  const isAuthority = der.sequence(der.boolean(true))
  const extensions = der.sequence(
    der.sequence(BASIC_CONSTRAINTS, der.octets(isAuthority)),
    der.sequence(ALTERNATIVE_NAMES, der.octets(dnsNames)),
  )
  const version3 = der.part(0, der.integer(2))
  const validity = der.sequence(der.time('200101000000Z'), der.time('491231235959Z'))
  const content = der.sequence(
    version3,
    der.integer(1),
    ECDSA_WITH_SHA256,
    name,
    validity,
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der.part(3, extensions),
  )
  const whole = der.sequence(content, ECDSA_WITH_SHA256, der.bits(sign('sha256', content, privateKey)))
  const x5c = whole.toString('base64')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${x5c.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    x5c,
    key: privateKey,
    privateKey: privateKey.export({ format: 'pem', type: 'sec1' }).toString(),
  }
}
