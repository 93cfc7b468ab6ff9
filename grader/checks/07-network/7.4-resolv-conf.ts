import { check } from '../../check.ts'
import { elsewhere } from '../../evidence/07-network/elsewhere.ts'
import { files, heardByName, heldFor } from '../../evidence/07-network/held.ts'
import { resolvConf, resolved, world } from '../../evidence/07-network/world.ts'
import { complaint } from '../../evidence/complaint.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

check('7.4', 'It can look up names, by a resolv.conf of its own', ['7.3'], async () => {
  const { seen } = await heldFor('7.4')
  await checkFiles()
  const heard = await heardByName()
  for (const { words, resolvers, process } of seen) {
    if (heard.some(({ by, word }) => by === 'http' && word === words.byName)) continue
    fail({
      kernelFile: `/proc/${process?.nsPids[0]}/root${resolvConf}`,
      expected: `nameserver ${world.server}`,
      found: resolvers === null ? 'no such file' : named(resolvers) || 'no nameserver',
      ...(/^\s*nameserver\s+127\./m.test(resolvers ?? '') && {
        message:
          'In the container 127.0.0.53 is the container itself. Whom systemd-resolved asks stands in /run/systemd/resolve/resolv.conf.',
      }),
    })
  }
  const { end, isHeard, offline } = await elsewhere()
  if (!isHeard)
    fail({
      kernelFile: resolvConf,
      expected: 'a container that looks up names where there is no systemd-resolved, too',
      found: end.code === 0 ? 'one that does not' : `exit status ${end.code ?? end.signal}`,
      message:
        complaint([end]) ??
        `Then ${resolved} is not there, and ${resolvConf} of the machine names somebody whom the container can ask.`,
    })
  if (!offline.isStarted)
    failStart('7.4', [offline.end], {
      kernelFile: resolvConf,
      expected: 'a container that starts where there is nobody to ask: the machine has 127.0.0.1 alone',
      found: `one that did not, exit status ${offline.end.code ?? offline.end.signal}`,
    })
  const [stranger] = strangers(offline.resolvers ?? '')
  if (stranger)
    fail({
      kernelFile: resolvConf,
      expected: 'no nameserver but those of the machine, which here has 127.0.0.1 alone',
      found: stranger.trim(),
      message: 'A stranger would be told what the machine’s owner looks up.',
    })
})

/** The lines that name somebody other than the machine itself. */
const strangers = (text: string) => text.match(/^\s*nameserver\s+(?!127\.|::1\b).*$/gm) ?? []

/** The lines that name somebody. */
const named = (text: string) => text.match(/^\s*nameserver.*$/gm)?.join(', ') ?? ''

/** The image is that of every container, and the machine’s own file nobody’s. */
async function checkFiles(): Promise<void> {
  const { image, machine } = await files()
  for (const { path, text } of machine) {
    if (text !== world.files[path])
      fail({
        kernelFile: path,
        expected: 'as it was before',
        found: text === null ? 'gone' : 'another content',
        message: `${resolvConf} of the image is a symlink. Followed from the machine’s /, it leads to a file of the machine.`,
      })
  }
  for (const { path, text } of image) {
    if (text !== null && /^\s*nameserver/m.test(text) && text !== world.files[resolvConf])
      fail({
        kernelFile: path,
        expected: 'the image as it was',
        found: named(text),
        message:
          'Every container of the image has that file, and their networks may differ: mount one of its own there.',
      })
  }
}
