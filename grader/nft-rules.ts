/**
 * The packet filter's rules as the machine tells them: a line each behind its table, and before them a line for the table
 * itself and for each chain, `ip filter`, `ip filter: chain forward {`, `ip filter: type filter hook …` (nft(8)).
 */

export const tableOf = (rule: string): string => rule.split(': ')[0] ?? ''

/** Not a rule, but the line that says that there is such a table. */
export const isTable = (rule: string) => !rule.includes(': ')

/**
 * Not a rule, but what holds them, and lets everything pass by itself: a table, a chain, the policy to accept; a set or a
 * map without elements; a comment.
 */
export const isFrame = (rule: string) =>
  /^[^:]*(: chain \S+ {|: type .*; policy accept;|: (set|map) \S+ {|: (type|flags) [^;]*|: comment "[^"]*")?$/.test(
    rule,
  )

/** Rules of chains that the kernel itself asks, and not only by way of other rules (nft(8), "jump"). */
export function ofHooks(rules: string[]): string[] {
  let isAsked = false
  return rules.filter((rule) => {
    if (/^[^:]*: chain \S+ {$/.test(rule)) isAsked = false
    else if (/^[^:]*: type \w+ hook /.test(rule)) isAsked = true
    return isAsked
  })
}
