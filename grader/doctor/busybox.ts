import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { IMAGES } from '#provided/image/unpacked.ts'
import { addBusyboxLayer } from '../../lab/image/busybox-layer.ts'
import { busyboxRootfs, hasBusybox } from '../probe/busybox.ts'
import { isDisposable } from '../probe/disposable.ts'
import { messages } from './messages.ts'

const folders = ['bin', 'dev', 'etc', 'proc', 'root', 'sbin', 'sys', 'tmp', 'usr/bin', 'usr/sbin']
const places = ['/bin/busybox', '/usr/bin/busybox']

/**
 * Lays out the image `busybox` in /fs: one program without libraries, and a link to it for each command that it knows.
 *
 * @returns what was done, or why not, for a person; null where there is nothing to do
 */
export function fixImage(): string | null {
  const words = messages.image
  if (!isDisposable() || hasBusybox()) return null
  const busybox = places.find((file) => existsSync(file))
  if (!busybox) return words.noProgram
  for (const folder of folders) mkdirSync(join(busyboxRootfs, folder), { recursive: true })
  copyFileSync(busybox, join(busyboxRootfs, 'bin/busybox'))
  const commands = execFileSync(busybox, ['--list-full'], { encoding: 'utf8' }).split('\n').filter(Boolean)
  for (const command of commands) link(join(busyboxRootfs, command))
  addBusyboxLayer(IMAGES, busybox)
  return words.done(commands.length)
}

function link(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path)) symlinkSync('/bin/busybox', path)
}
