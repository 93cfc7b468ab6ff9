import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Layout } from '#provided/image/unpack.ts'
import { filesOf } from '../../../lab/image/project.ts'
import { type Lab, openLab } from '../../../lab/lab.ts'
import { program } from '../../../lab/packages/program.ts'
import { sendFiles, sendWorkshop } from '../../../lab/workshop.ts'
import { inLab } from '../in-lab.ts'
import { inProject } from '../project.ts'
import { imagesDisk } from './images-disk.ts'
import type { Outcome } from './pull-each.ts'
import { configuration } from './registry.ts'
import { programs } from './tools.ts'

/** The parts of this kit that run in there. */
const inside = {
  pullEach: 'test/kit/image/pull-each.ts',
  mergeLayers: 'test/kit/image/merge-layers.ts',
  killPulls: 'test/kit/image/kill-pulls.ts',
  tree: 'test/kit/tree',
}

/** A lab with the project, a registry with the images of the tests, and the programs that others unpack them with. */
export class ImagesLab implements AsyncDisposable {
  readonly #lab: Lab
  /** Where the registry listens: `localhost:41273`. */
  readonly address: string

  private constructor(lab: Lab, address: string) {
    this.#lab = lab
    this.address = address
  }

  /** @param folder - for what its disk is made from */
  static async open(folder: string): Promise<ImagesLab> {
    const lab = await openLab({ disk: await imagesDisk(folder), memory: 1024, cold: true })
    await sendWorkshop(lab)
    const files = { '/run/registry.json': configuration('/fs/registry', '127.0.0.1:0') }
    for (const path of await filesOf(Object.values(inside)))
      Object.assign(files, { [`/workshop/${path}`]: await readFile(inProject(path), 'utf8') })
    await sendFiles(lab, files)
    const { stdout, stderr } = await inLab(
      lab,
      ...['sh', '-c', startRegistry, ...program('/disk', programs.registry)],
    )
    if (!stdout) throw new Error(`The registry in the lab did not start: ${stderr}`)
    return new ImagesLab(lab, `localhost:${stdout.trim()}`)
  }

  /**
   * Runs a program.
   *
   * @returns its stdout
   * @throws with its words, when it does not exit with 0
   */
  async run(...argv: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await inLab(this.#lab, ...argv)
    if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${exitCode}:\n${stdout}${stderr}`)
    return stdout
  }

  /** Runs one of the programs on the disk: `umoci`. */
  tool(name: keyof typeof programs, ...args: string[]): Promise<string> {
    return this.run(...program('/disk', programs[name]), ...args)
  }

  /** `container.ts pull`, as a person has it, whose umask may be this. */
  pull(image: string, umask = '022') {
    const container = '/workshop/solutions/04-chroot/container.ts'
    const argv = ['node', container, 'pull', `${this.address}/${image}`]
    return inLab(this.#lab, 'sh', '-c', `umask ${umask} && exec "$@"`, 'sh', ...argv)
  }

  /** The same for many images, and what became of each. */
  async pullEach(images: string[], layout: Layout = 'rootfs'): Promise<Outcome[]> {
    const names = images.map((image) => `${this.address}/${image}`)
    const lines = (await this.run('node', `/workshop/${inside.pullEach}`, layout, ...names)).split('\n')
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
  }

  /** Mounts what the layers of each image show together, and says where. */
  async merged(images: string[]): Promise<string[]> {
    const names = images.map((image) => `${this.address}/${image}`)
    const folders = await this.run('node', `/workshop/${inside.mergeLayers}`, '/fs/merged', ...names)
    return folders.trim().split('\n')
  }

  /** Kills so many pulls of an image while they unpack, and says what was left in /fs. */
  async killPulls(
    image: string,
    layout: Layout,
    count: number,
  ): Promise<{ unfinished: number; isThere: boolean }[]> {
    const folder = basename(dirname(this.rootOf(image)))
    const args = [layout, `${this.address}/${image}`, folder, String(count)]
    const lines = await this.run('node', `/workshop/${inside.killPulls}`, ...args)
    return lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  /** Where the files of an image come to lie. */
  rootOf(image: string): string {
    return `/fs/${`${this.address}/${image}`.replaceAll('/', '+')}/rootfs`
  }

  /** A line for each difference between a tree and others. */
  async differences(expected: string, found: string[]): Promise<string> {
    const { stdout, stderr } = await this.#tree(expected, ...found)
    return stdout + stderr
  }

  /** What there is in a tree: a line for each file. */
  async list(folder: string): Promise<string[]> {
    return (await this.#tree(folder)).stdout.trim().split('\n')
  }

  #tree(...folders: string[]) {
    return inLab(this.#lab, 'node', `/workshop/${inside.tree}/main.ts`, ...folders)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lab.close()
  }
}

/** Ends when the registry listens, and says where. It goes on in the background, and what it says is read by a cat. */
const startRegistry = `set -e
  cp -r /disk/registry /fs
  mkfifo /run/registry.log
  "$0" "$@" serve /run/registry.json </dev/null >/dev/null 2>/run/registry.log &
  exec 3</run/registry.log
  grep -m1 -o 'listening on [0-9.]*:[0-9]*' <&3 | grep -o '[0-9]*$'
  cat <&3 >/dev/null 2>&1 &
`
