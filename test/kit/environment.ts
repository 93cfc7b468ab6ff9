/** The environment of a person at a terminal: nothing of the test runner's own, nor of a CI service. */
export const environment: Record<string, string> = Object.fromEntries(
  ['PATH', 'HOME', 'LANG', 'TERM', 'XDG_CACHE_HOME', 'TMPDIR'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)
