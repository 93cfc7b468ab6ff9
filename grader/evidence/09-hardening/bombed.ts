import { randomInt } from 'node:crypto'
import type { Cgroup } from '../../machine/process.ts'
import { nonce, tell } from '../command.ts'
import { once } from '../once.ts'
import { openedTooSoon } from '../patience.ts'
import { attacked } from './attacked.ts'
import { end, endOf, first, second, theBerth } from './container.ts'

/** Two containers that are held alive. */
export const both = once(async () => {
  const { machine, berth, before } = await theBerth()
  // Whatever one of them starts comes after what is tried: then it can start nothing more.
  await attacked()
  const sightings = [(await first()).sighting, (await second()).sighting]
  const during = await machine.cgroups({ berth })
  return {
    sightings,
    before,
    during,
    openedTooSoon: openedTooSoon(sightings),
  }
})

/** How the second one ends. */
export const secondEnd = once(() => endOf(second))

export interface Bombed {
  /** How often the first container wanted to fork, without any of them ending. */
  forks: number
  /** The cgroups after that. */
  during: Cgroup[]
  /** Could the second one still fork then? */
  isNeighbourWell: boolean
}

export const bombed = once(async (): Promise<Bombed> => {
  const { machine, berth, close } = await theBerth()
  await both()
  const [bomber, neighbour] = [await first(), await second()]
  const forks = randomInt(120, 170)
  const pipe = `/${nonce()}`
  await tell(
    bomber.running,
    `mkfifo ${pipe}; (fork=0; while [ $((fork += 1)) -le ${forks} ]; do read -r nothing <>${pipe} & done) 2>&-`,
  )
  const during = await machine.cgroups({ berth })
  const word = nonce()
  await tell(neighbour.running, `(echo ${word} >/${word})`)
  const { process } = neighbour.sighting
  const said = process && (await machine.read({ pid: process.pid, from: 'root', path: word }))
  await Promise.all([end(), secondEnd()])
  // What they leave behind to tidy up may need a moment.
  await machine.settle({ berth })
  await close()
  return { forks, during, isNeighbourWell: said?.trim() === word }
})
