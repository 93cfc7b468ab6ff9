import { randomBytes } from 'node:crypto'
import type { AddedLayer } from '../../machine/machine.ts'
import { nonce } from '../command.ts'
import type { Given } from '../graded-berth.ts'

/** What the image's layers say of some paths: for each of them a text, the names in a folder, or that nothing is there. */
const names = {
  lower: nonce(),
  middle: nonce(),
  upper: nonce(),
  several: nonce(),
  removed: nonce(),
  returned: nonce(),
  opaque: nonce(),
}
const [fresh, hidden] = [nonce(), nonce()]
const [low, mid, high, last, back] = [nonce(), nonce(), nonce(), nonce(), nonce()]

const layer = (files: AddedLayer['files']): AddedLayer => ({
  diffId: `sha256:${randomBytes(32).toString('hex')}`,
  files,
})
const whiteout = { device: [0, 0] } satisfies AddedLayer['files'][string]

/** The image that containers are started from. */
export const image = nonce()
const layers: AddedLayer[] = [
  layer({
    [names.several]: nonce(),
    [names.removed]: nonce(),
    [names.returned]: nonce(),
    [names.lower]: low,
    [`${names.opaque}/${hidden}`]: nonce(),
  }),
  layer({ [names.several]: nonce(), [names.returned]: whiteout, [names.middle]: mid }),
  layer({ [names.opaque]: { opaque: true }, [`${names.opaque}/${fresh}`]: nonce() }),
  ...[1, 2, 3].map(() => layer({})),
  layer({ [names.several]: last, [names.removed]: whiteout, [names.returned]: back }),
  layer({ [names.upper]: high }),
]

/** Whatever order one has them in by chance, two of them that are neighbours are the wrong way round. */
const neighbours = layers.slice(1).map((upper, below) => {
  const [path, says] = [nonce(), nonce()]
  Object.assign(layers[below]?.files ?? {}, { [path]: nonce() })
  Object.assign(upper.files, { [path]: says })
  return {
    path,
    says,
    why: 'two layers have this file, and one of them is right above the other: that one counts',
  }
})

/** An image of so many layers that the names of all their folders are more than mount(2) takes: 4095 bytes. */
export const many = nonce()
const fifty = Array.from({ length: 49 }, () => layer({ [nonce()]: '' }))

/** Another one has such files too: what lies in the same folder as the layers is not all of one image. */
const other = [layer({ [names.several]: nonce(), [names.lower]: nonce() })]

export const laidOut = { images: { [image]: layers, [many]: fifty, [nonce()]: other } } satisfies Given

/** A path from the image's root, and what is there, as the machine reads it; null for nothing. */
export interface Fact {
  path: string
  says: string | null
  /** For a person, who did not choose the layers. */
  why: string
}

export const facts = {
  several: {
    path: names.several,
    says: last,
    why: 'three layers have this file: the uppermost of them counts',
  },
  lower: {
    path: names.lower,
    says: low,
    why: 'the second lowest layer has this file, and no other one',
  },
  middle: { path: names.middle, says: mid, why: 'a layer in the middle has this file, and no other one' },
  upper: { path: names.upper, says: high, why: 'the uppermost layer has this file, and no other one' },
  removed: { path: names.removed, says: null, why: 'a lower layer has this file, and one above removes it' },
  returned: {
    path: names.returned,
    says: back,
    why: 'a layer has this file, one above removes it, and one further up has it again',
  },
  opaque: {
    path: names.opaque,
    says: fresh,
    why: 'a layer has this folder as an opaque one: nothing of it shows that lower layers have in it',
  },
} satisfies Record<string, Fact>

/** All of them. */
export const allFacts: Fact[] = [...Object.values(facts), ...neighbours]
