import { setGlobalProxyFromEnv } from 'node:http'
import { messages } from '../messages.ts'

const HERE = 'localhost,127.0.0.1,[::1]'

/**
 * Has every request go by way of the proxy that the environment names: HTTPS_PROXY, HTTP_PROXY, NO_PROXY, and the same in
 * small letters. This machine itself no proxy can reach.
 */
export function useProxy(env: NodeJS.ProcessEnv = process.env): void {
  const excluded = [env.no_proxy ?? env.NO_PROXY, HERE].filter(Boolean).join(',')
  const [http, https] = [address('HTTP_PROXY', env), address('HTTPS_PROXY', env)]
  setGlobalProxyFromEnv({
    ...(http !== undefined && { http_proxy: http }),
    ...(https !== undefined && { https_proxy: https }),
    no_proxy: excluded,
  })
}

/** A proxy may be named without a scheme, as curl takes it. */
function address(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const small = name.toLowerCase()
  const used = env[small] ? small : name
  const text = env[used]
  if (!text) return undefined
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (!url || !/^https?:$/.test(url.protocol)) throw messages.badProxy(used, text)
  return url.href
}
