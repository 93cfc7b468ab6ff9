import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { exec } from './exec.ts'
import { openLab } from './lab.ts'
import { watchPulse } from './pulse.ts'

test('an agent that is stopped has no pulse any more', { timeout: 180_000 }, async () => {
  const lab = await openLab()
  onTestFinished(() => lab.close())
  const silence = Promise.withResolvers<number>()
  watchPulse(() => lab.call('ping'), silence.resolve, 400)
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() }
  const sh = (script: string) => exec(lab, ['sh', '-c', script], streams)
  await Promise.race([sh('sleep 5'), silence.promise.then(() => expect.fail('It was silent too early.'))])
  const stopped = expect(sh('kill -STOP $PPID')).rejects.toThrow('The lab is closed.')
  expect(await silence.promise).toBe(9.6)
  await lab.close()
  await stopped
})
