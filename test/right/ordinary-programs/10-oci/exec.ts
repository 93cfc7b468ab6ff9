import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { Failure } from '#provided/failure.ts'
import type { CommandLine } from '#provided/oci/command-line.ts'
import type { Process } from '#provided/oci/config.ts'
import { Container } from '#provided/oci/container.ts'
import { statusOf } from '#steps/10-oci/state.ts'

/** A shell that puts itself into the cgroup; nsenter stays as the parent of the command, and ends as it ends. */
const script = `
  echo $$ >"$1/cgroup.procs"
  target=$2 cwd=$3 user=$4 group=$5
  shift 5
  exec nsenter --target $target --mount --uts --ipc --net --pid --cgroup \
    --setuid $user --setgid $group --wd="/proc/$target/root$cwd" -- "$@"`

export async function exec({
  root,
  id,
  process: file,
  words,
  pidFile,
  detach,
}: CommandLine): Promise<number> {
  const container = new Container(root, id)
  if (statusOf(container) !== 'running') throw new Failure(`${id} does not run`)
  const { pid, cgroup } = container.load()
  const wanted: Process = file ? JSON.parse(readFileSync(file, 'utf8')) : { args: words, cwd: '/' }
  const { args, cwd, env = [], user: { uid, gid } = { uid: 0, gid: 0 } } = wanted
  const given = [cgroup, pid, cwd, uid, gid].map(String)
  const command = ['-c', script, 'sh', ...given, '/bin/env', '-i', ...env, ...args]
  const child = spawn('sh', command, { stdio: 'inherit' })
  if (pidFile !== undefined) writeFileSync(pidFile, String(child.pid))
  if (detach) {
    child.unref()
    return 0
  }
  const [code] = await once(child, 'exit')
  return code
}
