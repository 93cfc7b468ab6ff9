import { messages } from '../messages.ts'
import { isLocal } from './request.ts'

/** Where Docker Hub keeps its images. */
export const HUB = 'registry-1.docker.io'

/**
 * Where to ask for the images of a registry, in turn: Docker Hub has mirrors. A registry on this machine is asked by plain
 * HTTP, for it has no certificate as a rule.
 *
 * @param mirrors - addresses, with commas between them: `https://mirror.example,http://10.0.0.1:5000`
 */
export function endpoints(registry: string, mirrors = process.env.DRYDOCK_MIRROR ?? ''): URL[] {
  if (registry === 'docker.io')
    return [...mirrors.split(',').filter(Boolean).map(mirror), new URL(`https://${HUB}`)]
  const secure = new URL(`https://${registry}`)
  return [isLocal(secure) ? new URL(`http://${registry}`) : secure]
}

/** Plain HTTP is for whoever asks for it by name: what is fetched is checked, what a tag means is not. */
function mirror(text: string): URL {
  const url = URL.parse(text.trim())
  const isPlain = url?.pathname === '/' && url.username === '' && url.password === ''
  if (!url || !/^https?:$/.test(url.protocol) || !isPlain) throw messages.badMirror(text)
  return url
}
