import type { Process } from './config.ts'

/** Docker's, for a bundle that does not say. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The environment that a bundle wants, and nothing but that. */
export function environmentOf({ env = [] }: Process): NodeJS.ProcessEnv {
  const variables = env.map((text) => {
    const [name = '', ...rest] = text.split('=')
    return [name, rest.join('=')]
  })
  return { PATH, ...Object.fromEntries(variables) }
}
