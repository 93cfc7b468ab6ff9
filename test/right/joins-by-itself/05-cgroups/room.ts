import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'

const shared = '/sys/fs/cgroup/workshop/containers'

/** A cgroup with limits, and a leaf below it for the processes. */
export class Room {
  readonly #folder: string

  constructor(name: string) {
    this.#folder = `${shared}/${name}`
    mkdirSync(`${this.#folder}/leaf`, { recursive: true, mode: 0o755 })
    for (const above of ['/sys/fs/cgroup', '/sys/fs/cgroup/workshop', shared]) {
      for (const controller of ['memory', 'cpu', 'pids'])
        writeFileSync(`${above}/cgroup.subtree_control`, `+${controller}`)
    }
    this.#limit('memory.max', 100_000_000)
    this.#limit('memory.swap.max', 0)
    this.#limit('cpu.max', '25000 50000')
    this.#limit('pids.max', 64)
  }

  /** Whoever writes 0 there comes in. */
  get door(): string {
    return `${this.#folder}/leaf/cgroup.procs`
  }

  #limit(file: string, value: string | number): void {
    const path = `${this.#folder}/${file}`
    if (existsSync(path)) writeFileSync(path, String(value))
  }

  remove(): void {
    rmdirSync(`${this.#folder}/leaf`)
    rmdirSync(this.#folder)
  }
}
