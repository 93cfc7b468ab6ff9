import { expect, test } from 'vitest'
import { parseChallenges } from './challenge.ts'

test('a bearer challenge', () => {
  const header =
    'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"'
  expect(parseChallenges(header)).toEqual([
    {
      scheme: 'bearer',
      params: {
        realm: 'https://auth.example/token',
        service: 'registry.example',
        scope: 'repository:a/b:pull,push',
      },
    },
  ])
})

test('several, some without quotes, one with a quote in it', () => {
  expect(parseChallenges('Basic realm="a \\"b\\"", BEARER Realm=https://a.example/, service=x')).toEqual([
    { scheme: 'basic', params: { realm: 'a "b"' } },
    { scheme: 'bearer', params: { realm: 'https://a.example/', service: 'x' } },
  ])
})

test.each(['', '   ', '=', '"'])('nothing in %j', (header) => {
  expect(parseChallenges(header)).toEqual([])
})
