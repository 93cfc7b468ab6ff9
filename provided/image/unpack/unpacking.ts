import { openSync, statfsSync } from 'node:fs'
import { IMAGES } from '../image-config.ts'
import { messages } from '../messages.ts'
import type { PullProgress } from '../progress.ts'
import type { Store } from '../store/store.ts'
import type { StoredImage } from '../stored-image.ts'
import { Budget } from './budget.ts'
import { applyLayer, type Layer } from './layer.ts'
import type { Tree } from './tree.ts'

/** The unpacking of one image: what it may take, how far it is, and what could not be done. */
export class Unpacking {
  readonly #store: Store
  readonly #signal: AbortSignal
  readonly #progress: PullProgress
  readonly #budget: Budget
  readonly #missing: { path: string; code: string }[] = []
  #total = 0
  #done = 0

  constructor(store: Store, signal: AbortSignal, progress: PullProgress) {
    const { bavail, bsize } = statfsSync(IMAGES)
    this.#budget = new Budget(bavail * bsize)
    this.#store = store
    this.#signal = signal
    this.#progress = progress
  }

  /**
   * Opens the layers of an image that are to be applied: afterwards this process may be where no path leads to them.
   *
   * @param isWanted - tells by its number, the lowest being 0
   */
  open(
    { layers, diffIds }: StoredImage,
    isWanted: (n: number) => boolean = () => true,
  ): (Layer | undefined)[] {
    const wanted = layers.map((layer, n) =>
      isWanted(n) ? { ...layer, diffId: diffIds[n] ?? '' } : undefined,
    )
    this.#total = wanted.reduce((sum, layer) => sum + (layer?.size ?? 0), 0)
    return wanted.map((layer) => layer && { ...layer, file: openSync(this.#store.blob(layer.digest), 'r') })
  }

  /** Told of an attribute that this filesystem cannot have. */
  readonly onMissing = (path: string, code: string) => void this.#missing.push({ path, code })

  /** @throws Failure if the layer is not what the configuration says */
  async apply(layer: Layer, tree: Tree): Promise<void> {
    const onRead = (length: number) => this.#progress.unpacking((this.#done + length) / this.#total)
    const found = await applyLayer(layer, tree, { budget: this.#budget, signal: this.#signal, onRead })
    if (found !== layer.diffId) throw messages.wrongDiff(layer.diffId, found, this.#store.blob(layer.digest))
    this.#done += layer.size
  }

  /** Says what could not be done. */
  finish(): void {
    const [first] = this.#missing
    if (first) this.#progress.note(messages.attributes(this.#missing.length, first.path, first.code))
  }
}
