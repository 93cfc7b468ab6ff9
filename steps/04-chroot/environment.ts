/**
 * The environment of a command in a container. Nothing of ours belongs in there, neither our tokens nor paths
 * that do not exist; only the terminal is the same one.
 */
export function containerEnvironment(): NodeJS.ProcessEnv {
  const { TERM } = process.env
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root' }
  return TERM === undefined ? env : { ...env, TERM }
}
