import type { Profile } from '../seccomp/profile.ts'

/**
 * `config.json` of a bundle, as far as we follow it.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config.md
 */
export interface Config {
  ociVersion: string
  process: Process
  root: { path: string; readonly?: boolean }
  hostname?: string
  mounts?: Mount[]
  annotations?: Record<string, string>
  linux?: Linux
}

/** What is executed, and as whom. */
export interface Process {
  /** Not on pipes, but on a terminal of its own. */
  terminal?: boolean
  user?: { uid: number; gid: number; additionalGids?: number[]; umask?: number }
  args: string[]
  /** `PATH=/usr/bin` */
  env?: string[]
  cwd: string
  capabilities?: Capabilities
  rlimits?: { type: string; soft: number; hard: number }[]
  noNewPrivileges?: boolean
  oomScoreAdj?: number
}

/** Names such as `CAP_CHOWN`; a set that is missing is empty. */
export type Capabilities = Partial<
  Record<'bounding' | 'permitted' | 'effective' | 'inheritable' | 'ambient', string[]>
>

export interface Mount {
  destination: string
  type?: string
  source?: string
  /** Flags, propagation, and options of the filesystem, mixed. */
  options?: string[]
}

export interface Linux {
  namespaces?: Namespace[]
  /** Below the root of the cgroup tree. */
  cgroupsPath?: string
  resources?: Resources
  devices?: Device[]
  sysctl?: Record<string, string>
  seccomp?: Profile
  maskedPaths?: string[]
  readonlyPaths?: string[]
}

/** A new one, or with a path that of somebody else. */
export interface Namespace {
  type: 'pid' | 'network' | 'mount' | 'ipc' | 'uts' | 'user' | 'cgroup' | 'time'
  path?: string
}

/** In the terms of cgroup v1: bytes, µs, shares. */
export interface Resources {
  memory?: { limit?: number; swap?: number; reservation?: number }
  cpu?: { shares?: number; quota?: number; period?: number; cpus?: string; mems?: string }
  pids?: { limit?: number }
  /** Files of cgroup v2, with what is to be written into them. */
  unified?: Record<string, string>
}

export interface Device {
  type: 'c' | 'b' | 'u' | 'p'
  path: string
  major?: number
  minor?: number
  fileMode?: number
  uid?: number
  gid?: number
}
