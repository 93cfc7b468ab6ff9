/** The command line cannot be understood; the message says what can be. Exit code 2. */
export class WrongUse extends Error {}

/**
 * Refuses a command line of which npm has taken a part: of `npm run grade 05 --solution` the program sees `05` alone, and
 * would grade the skeleton.
 *
 * @param command - as it is meant: `grade 05`
 * @param flags - that it knows, without their dashes
 * @throws WrongUse
 */
export function refuseSwallowedFlags(
  command: string,
  flags: string[],
  argv: string[],
  env: NodeJS.ProcessEnv = process.env,
): void {
  const isSaid = (flag: string) => argv.some((word) => word.replace(/^--/, '').split('=')[0] === flag)
  const eaten = flags.find((flag) => env[`npm_config_${flag}`] && !isSaid(flag))
  if (eaten === undefined) return
  const value = env[`npm_config_${eaten}`]
  const flag = value === 'true' ? `--${eaten}` : `--${eaten}=${value}`
  throw new WrongUse(`npm took ${flag} for itself. With two dashes before it: npm run ${command} -- ${flag}`)
}
