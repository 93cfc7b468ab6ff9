import type { Cgroup, Sighting } from '../machine/process.ts'
import { isWithin } from './path.ts'

/** Containers that were held alive, and looked at. */
export interface HeldContainers {
  sightings: Sighting[]
  before: Cgroup[]
  /** While they are held; of one that is gone by then, as at its sighting. */
  during: Cgroup[]
}

/** The part of the cgroup tree that belongs to one of the held containers and to nobody else. */
export interface OwnCgroup {
  /** From the innermost outwards; empty where the container shares all of it with another one, or has none. */
  chain: Cgroup[]
  /** The innermost cgroup that was made for it or that it is in, shared or not; null where there is none. */
  innermost: string | null
  /** Its command is in there. */
  joined: boolean
}

/** Where every program of a berth starts. */
export const startCgroup = '/init'

/**
 * Finds the cgroups of each container. A command in a new cgroup shows which is its own. Joining may still be an open TODO:
 * each of the other containers is given a new cgroup that has no command in it.
 */
export function ownCgroups({
  sightings,
  before,
  during,
}: HeldContainers): [OwnCgroup, OwnCgroup, ...OwnCgroup[]] {
  const made = during.map(({ path }) => path).filter((path) => !before.some((old) => old.path === path))
  const joined = sightings.map(({ process }) =>
    process && made.includes(process.cgroup) ? process.cgroup : null,
  )
  const isTaken = (path: string) => joined.some((taken) => taken !== null && isWithin(taken, path))
  const free = leavesOf(made).filter((path) => !isTaken(path))
  const innermost = joined.map((path) => path ?? free.shift() ?? null)
  const own = innermost.map((path, index): OwnCgroup => {
    const others = innermost.filter((_, other) => other !== index)
    const chain = during
      .filter((cgroup) => path !== null && cgroup.path !== '/' && isWithin(path, cgroup.path))
      .filter((cgroup) => !others.some((other) => other !== null && isWithin(other, cgroup.path)))
    return { chain: chain.reverse(), innermost: path, joined: joined[index] !== null }
  })
  return own as [OwnCgroup, OwnCgroup, ...OwnCgroup[]]
}

/** Cgroups that were made for several of the held containers, and limit all of them together. */
export function sharedCgroups({ before, during }: HeldContainers, own: OwnCgroup[]): Cgroup[] {
  const isOld = (path: string) => before.some((old) => old.path === path)
  const containersIn = (path: string) =>
    own.filter(({ innermost }) => innermost !== null && isWithin(innermost, path)).length
  return during.filter(({ path }) => !isOld(path) && containersIn(path) > 1)
}

/** Those of some cgroups that have none of the others below them. */
export const leavesOf = (paths: string[]) =>
  paths.filter((path) => !paths.some((other) => other !== path && isWithin(other, path)))
