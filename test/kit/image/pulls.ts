import { inLab } from '../in-lab.ts'
import type { ImagesLab } from './images-lab.ts'

const container = ['node', 'solutions/04-chroot/container.ts']
const tree = ['node', 'test/kit/tree/main.ts']

/** What became of a pull. */
export interface Pulled {
  exitCode: number
  stderr: string
  /** The image's files and folders; none where it has no root. */
  files: string[]
}
