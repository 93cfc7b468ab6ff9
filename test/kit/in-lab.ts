import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { exec } from '../../lab/exec.ts'
import type { Lab } from '../../lab/lab.ts'

/** Runs a program in a lab that is open. */
export async function inLab(lab: Lab, ...argv: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const said = Promise.all([text(stdout), text(stderr)])
  const exitCode = await exec(lab, argv, { stdout, stderr }, { cwd: '/' })
  stdout.end()
  stderr.end()
  const [out, err] = await said
  return { exitCode, stdout: out, stderr: err }
}
