/** What went wrong with the lab, in words for the person in front of it. */
export class LabError extends Error {
  override name = 'LabError'
}

/** @param parts - what was attempted and found, why that usually happens, and last the command to type. */
const error = (...parts: string[]) => new LabError(parts.filter(Boolean).join('\n  '))

const elsewhere =
  'Open the repository in its devcontainer instead, or grade on a Linux machine of your own that may be\n' +
  '  broken: npm run grade 05 -- --machine native\n' +
  '  In the devcontainer, what lessons type in the lab is typed in its own terminal: cd /workshop'

export const messages = {
  usage: 'npm run lab: a shell in the lab · npm run lab -- [--podman] <command…>: one program there',
  swallowed: 'npm took --podman for itself. With two dashes before it: npm run lab -- --podman',

  wrongPlatform: (platform: string, arch: string) =>
    error(
      `The lab does not run on ${platform} (${arch}).`,
      'It is a virtual machine made of Debian packages, for 64-bit x86 Linux.',
      elsewhere,
    ),

  noApt: (system: string) =>
    error(
      `The lab is made of packages from apt, and ${system} has no apt-get and dpkg-deb.`,
      'It was tried on Debian 12 and 13.',
      elsewhere,
    ),

  noKernel: (system: string, name: string) =>
    error(
      `The lab needs the package ${name}, and the apt of ${system} has none.`,
      'It is Debian’s kernel for virtual machines: the lab was tried on Debian 12 and 13.',
      elsewhere,
    ),

  noUtilLinux: (program: string) =>
    error(
      `${program} is not on this machine’s PATH, and the lab’s QEMU must end when we do.`,
      'It comes with util-linux: sudo apt-get install util-linux',
    ),

  noSources: (codename: string) =>
    error(
      `None of the sources in /etc/apt offers the main component of ${codename}.`,
      'The lab takes its kernel and QEMU from there, checked by apt’s signatures.',
      'See what apt knows: apt-cache policy',
    ),

  noCache: (dir: string, code: string) =>
    error(
      `mkdir ${dir}: ${code}`,
      'The lab keeps its disk image there. The folder belongs to someone else, or HOME points nowhere.',
      'Choose another one: XDG_CACHE_HOME=/tmp/cache npm run lab',
    ),

  program: (command: string, ended: string, output: string) =>
    error(`${command} ended with ${ended}.`, indent(output)),

  download: (output: string) =>
    error(
      'apt-get could not download the lab’s packages.',
      indent(output),
      'No network, or a proxy that apt does not know. What has arrived is kept: run the same command again.',
    ),

  restoreFailed: (reason: string) =>
    `The lab’s snapshot could not be restored (${reason}): booting it instead.`,

  noAnswer: (seconds: number, console: string) =>
    error(
      `The lab did not answer within ${seconds} s of its start.`,
      indent(console),
      'The machine is very busy, or short of memory (the lab takes 512 MiB): try again.',
    ),

  silent: (seconds: number, console: string) =>
    error(
      `The lab has not answered for ${seconds} s, and was ended.`,
      indent(console),
      'Code may have brought its kernel to a halt. Run the same command again: it gets a new lab.',
    ),

  notAttached: (file: string, answer: string) =>
    error(
      `${file} could not be attached to the lab.`,
      indent(answer),
      `QEMU reads it as you do. See whether it is there and yours to read: ls -l '${file}'`,
    ),

  ended: (ended: string, output: string) =>
    error(
      `The lab’s QEMU ended (${ended}).`,
      indent(output),
      ended === 'SIGKILL' ? 'Somebody killed it, or the machine ran out of memory: free -m' : '',
    ),

  closed: () => error('The lab is closed.'),
}

/** The last lines of a program's output, set off from our own words. */
function indent(output: string) {
  return output
    .trimEnd()
    .split(/\r?\n/)
    .slice(-12)
    .filter(Boolean)
    .map((line) => `  ${line}`)
    .join('\n  ')
}
