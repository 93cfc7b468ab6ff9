import { messages } from '../messages.ts'
import { isLocal } from './request.ts'

/**
 * Where to ask for the images of a registry, in turn: Docker Hub has mirrors, and a registry on this machine need not
 * have a certificate.
 *
 * @param mirrors - addresses, with commas between them: `https://mirror.example,http://10.0.0.1:5000`
 */
export function endpoints(registry: string, mirrors = process.env.DRYDOCK_MIRROR ?? ''): URL[] {
  if (registry === 'docker.io')
    return [...mirrors.split(',').filter(Boolean).map(mirror), new URL('https://registry-1.docker.io')]
  const secure = new URL(`https://${registry}`)
  return isLocal(secure) ? [new URL(`http://${registry}`), secure] : [secure]
}

/** Plain HTTP is for whoever asks for it by name: what is fetched is checked, what a tag means is not. */
function mirror(text: string): URL {
  const url = URL.parse(text.trim())
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') throw messages.badMirror(text)
  return url
}
