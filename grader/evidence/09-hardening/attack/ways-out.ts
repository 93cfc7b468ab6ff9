import { nonce } from '../../command.ts'

/** A file of the machine's folder /workshop, which no image has. */
export const mark = nonce()

/** The script's path in the image, a pipe that nobody writes to, and a folder that becomes a root within the root. */
export const path = `/${nonce()}`
const pipe = `/${nonce()}`
const cell = `/${nonce()}`

/** Ways that lead out of a root which was only put over another one, by the word that the script is told. */
export const ways = {
  started: 'the folder that it starts in, upwards',
  top: '/..',
  mounts: 'its mount points',
  files: 'the files that are open',
  climber: 'a chroot below its own, out of which its working folder is moved',
}

/** Where that file is, for somebody who is outside. */
export const outside = [mark, `workshop/${mark}`]

/** Starts all of them. */
export const line = `mkfifo ${pipe}; for way in started top mounts files climb; do sh ${path} $way 2>&- & done`

/**
 * Goes one of the ways, and stays at its end: where its working folder is then, the kernel says. None takes more than
 * CAP_SYS_CHROOT. Who is in the cell has nothing but what the shell can do by itself.
 */
export const script = `
there() { [ -e ${mark} ] || [ -e workshop/${mark} ]; }
up() {
  for step in 1 2 3 4 5 6 7 8 9 10 11 12; do there && return; cd -P ..; done
  false
}
each() { for place; do cd -P "$place" && up && return; done; }
case $1 in
  started) up ;;
  top) cd -P /.. && up ;;
  mounts) each $(cut -d ' ' -f 5 /proc/self/mountinfo) ;;
  files) each /proc/self/fd/* /proc/1/fd/* /proc/1/cwd /proc/1/root ;;
  climb)
    mkdir -p ${cell}/deep
    mkfifo ${cell}${pipe}
    cp /bin/busybox ${path} ${cell}
    { chroot ${cell} /busybox sh ${path} climber || : >${cell}/in; } &
    until [ -e ${cell}/in ]; do :; done
    mv ${cell}/deep ${cell}-out
    : >${cell}/out
    exit ;;
  climber)
    cd /deep
    : >/in
    until [ -e /out ]; do :; done
    up ;;
esac
read -r nothing <>${pipe}
`
