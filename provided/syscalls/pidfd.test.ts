import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { waitForEnd } from './pidfd.ts'

test('goes on waiting when a signal has come', () => {
  const ignore = () => {}
  process.on('SIGUSR2', ignore)
  onTestFinished(() => void process.off('SIGUSR2', ignore))
  const sender = execa({ reject: false })`sh -c ${`while kill -USR2 ${process.pid}; do sleep 0.01; done`}`
  onTestFinished(async () => {
    sender.kill('SIGKILL')
    await sender
  })
  const began = performance.now()
  expect(waitForEnd(sender.pid as number, 500)).toBe(false)
  expect(performance.now() - began).toBeGreaterThanOrEqual(500)
})
