import { expect, test } from 'vitest'
import { slowly } from '../kit/download/answers.ts'
import { Home } from '../kit/download/home.ts'
import { freshLayer, putImage, sharedRegistry } from '../kit/download/registry.ts'
import { isBlob, Relay } from '../kit/download/relay.ts'
import { Terminal } from '../kit/terminal.ts'

const registry = sharedRegistry()

test('on a terminal one line says how far it is', async () => {
  using home = new Home()
  await putImage(registry.address, 'img', [freshLayer(200_000), freshLayer(1000)])
  await using relay = await Relay.start(registry.address, async ({ path }, pass) => {
    const whole = await pass()
    return isBlob(path) ? slowly(whole, 10_000, 30) : whole
  })
  const program = `solutions/04-chroot/container.ts pull ${relay.address}/img`
  using terminal = new Terminal(program, { columns: 100, rows: 25, env: home.env })
  await terminal.shows(`${relay.address}/img  `)
  const lines = (await terminal.rest()).split('\r').map((line) => line.replace('\x1b[K', ''))
  // How far it is, how fast, and how long still.
  expect(lines).toContainEqual(
    expect.stringMatching(/ {2}\d of 2 layers · [\d.]+ k?B of 20\d kB · [\d.]+ kB\/s · \d+ s left$/),
  )
  expect(await terminal.ended).toBe(0)
})
