/**
 * Requests to a terminal: to take a character for typed there, and, of the screen's own, to paste what is selected.
 *
 * @see man 2 ioctl_tty, man 2 ioctl_console
 */
export const TIOCSTI = 0x5412
export const TIOCLINUX = 0x541c
