import { execFileSync } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { connect, type Handler, serve } from './rpc.ts'

function pair(handlers: Record<string, Handler>) {
  const there = new PassThrough()
  const back = new PassThrough()
  serve(there, back, handlers)
  return { ...connect(back, there), there, back }
}

test('answers come to the call that asked, in whatever order', async () => {
  const slow = Promise.withResolvers<string>()
  const { call } = pair({ slow: () => slow.promise, fast: () => 'fast' })
  const first = call('slow')
  expect(await call('fast')).toBe('fast')
  slow.resolve('slow')
  expect(await first).toBe('slow')
})

test('an answer of several megabytes arrives whole, in whatever pieces', async () => {
  const text = '€\u2028\n'.repeat(1_000_000)
  const there = new PassThrough()
  const whole = new PassThrough()
  const pieces = new PassThrough()
  whole.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += 999_983) pieces.write(chunk.subarray(at, at + 999_983))
  })
  serve(there, whole, { text: () => text })
  expect((await connect(pieces, there).call<string>('text')) === text).toBe(true)
})

test('an error keeps its name, message and properties', async () => {
  const { call } = pair({
    fail: () => {
      throw Object.assign(new RangeError('too much'), { code: 'EDQUOT', syscall: 'write' })
    },
  })
  await expect(call('fail')).rejects.toMatchObject({
    name: 'RangeError',
    message: 'too much',
    code: 'EDQUOT',
    syscall: 'write',
  })
})

test('an error that contains itself, as one of a program that could not be started, is told without', async () => {
  const { call } = pair({ fail: () => execFileSync('/nowhere') })
  await expect(call('fail')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'spawnSync /nowhere' })
})

test('a method that is not there is an error, also where every object has one', async () => {
  const { call } = pair({})
  await expect(call('toString')).rejects.toThrow('No such method: toString')
})

test('a failed connection rejects what is under way and what comes after', async () => {
  const { call, fail } = pair({ never: () => new Promise(() => {}) })
  const waiting = call('never')
  fail(new Error('gone'))
  await expect(waiting).rejects.toThrow('gone')
  await expect(call('never')).rejects.toThrow('gone')
})
