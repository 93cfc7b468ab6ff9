// 6.1, 6.2 and 6.3 differ: programs do all of it, and a shell of the image's own finds out where a target is.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

const [mode, ...words] = process.argv.slice(2)
if (mode !== 'run') process.exit(2)

const volumes: string[] = []
while (words[0] === '-v') {
  const [name = '', target = '', ro = ''] = words.splice(0, 2)[1]?.split(':') ?? []
  const source = /^[./]/.test(name) ? resolve(name) : `/fs/.volumes/${name}`
  if (!existsSync(source)) mkdirSync(source, { recursive: true })
  volumes.push(`volume '${source}' '${target}' ${statSync(source).isFile() ? 'file' : 'folder'} ${ro}`)
}
const [image = '', ...command] = words
if (command.length === 0) process.exit(2)

const script = `
  rootfs=$0
  volume() {
    point=$(chroot "$rootfs" /bin/sh -ec '
      if [ $1 = file ]; then mkdir -p "\${0%/*}"; [ -e "$0" ] || : > "$0"; else mkdir -p "$0"; fi
      readlink -f "$0"' "$2" "$3")
    mount --bind "$1" "$rootfs$point"
    if [ "$4" = ro ]; then mount -o remount,bind,ro "$rootfs$point"; fi
  }
  hostname container
  mount --make-rprivate /
  ${volumes.join('\n  ')}
  mount -t proc proc "$rootfs/proc"
  exec env -i PATH=/bin chroot "$rootfs" "$@"
`
const inside = ['sh', '-e', '-c', script, `/fs/${image}/rootfs`, ...command]
const apart = ['unshare', '--mount', '--uts', '--pid', '--fork', '--kill-child', ...inside]
const { status } = spawnSync('setpriv', ['--pdeathsig', 'KILL', ...apart], { stdio: 'inherit' })
process.exitCode = status ?? 1
