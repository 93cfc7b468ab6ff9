/** Shell scripts that never end: one is busy all the time, */
export const cpuHog = 'while :; do :; done'

/** and one writes to a disk all the time. */
export const ioHog = (file: string) =>
  `while :; do dd if=/dev/zero of=${file} bs=1M count=64 conv=fsync 2>&-; rm ${file}; done`
