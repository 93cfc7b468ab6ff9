import type { Files } from './machine.ts'

/** What there is at the other end of a cable out of the berth, and what the berth has for it. */
export interface World {
  /** Both ends of the cable: `198.18.3.2`, of a network of 256. */
  berth: string
  gateway: string
  /** Further networks that the berth reaches by way of the gateway: `10.0.0.0/24`. */
  networks: string[]
  /** Where out there DNS is spoken, and HTTP. */
  server: string
  /** Names that its DNS knows, and their addresses, where HTTP is spoken too. */
  names: Record<string, string>
  /** Files of the berth that name resolvers, by path. */
  files: Files
  /** Rules that the berth's packet filter has of its own. */
  rules: string[]
}

/** A request that came to the world outside. */
export interface Heard {
  by: 'http' | 'dns'
  /** The address that it came from. */
  from: string
  /** The path that was asked for, or the name. */
  word: string
}

/** A network namespace. */
export interface Network {
  links: Link[]
  routes: Route[]
  /** `net.ipv4.ip_forward`: passes on what comes in by one link and is meant for another. */
  forwards: boolean
}

export interface Link {
  index: number
  name: string
  /** `veth`, `bridge`; null for `lo` and for devices. */
  kind: string | null
  isUp: boolean
  /** Of a veth: the index of its other end, wherever that is. */
  peer: number | null
  /** `10.0.1.2/30` */
  addresses: string[]
}

/** `10.0.1.0/30`, or `default`. */
export interface Route {
  to: string
  gateway: string | null
  link: string
}
