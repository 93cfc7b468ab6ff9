/** All words of `list`, beside the titles. */
export const messages = {
  usage: 'npm run list: every step and TODO, and how far you have come. It takes no arguments.\n',
  untried: 'not graded yet',
  stale: 'changed since',
  open: '·',
  here: '▸',
  score: (done: number, all: number) => `${done} of ${all}`,
  next: (todo: string, step: string) => `next: ${todo} · npm run grade ${step} · npm run hint ${todo}`,
  finished: 'Everything passes. docs/11-outro.md says where to go from here.',
}
