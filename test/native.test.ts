import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../grader/verdict/verdict.ts'
import { type Lab, openLab } from '../lab/lab.ts'
import { inLab } from './kit/in-lab.ts'
import { temporaryFolder } from './kit/project.ts'
import { projectDisk } from './kit/project-disk.ts'

// The kit runs inside the lab here, as it does in a devcontainer: the lab is the machine that is judged on.
const folder = temporaryFolder()
let lab: Lab
beforeAll(async () => {
  lab = await openLab({ disk: await projectDisk(folder.path), memory: 1536, cold: true })
  await inLab(lab, 'touch', '/etc/drydock-disposable')
})
afterAll(async () => {
  await lab?.close()
  folder.remove()
})

const grade = 'node grader/grade/main.ts 05 --solution --json /tmp/verdict.json'
const doctor = 'node grader/doctor/main.ts'

/** Runs a line of shell in the project. */
const run = (line: string) => inLab(lab, 'sh', '-c', `cd /disk && ${line}`)

const read = async (file: string) => (await inLab(lab, 'cat', file)).stdout
const report = async (file: string): Promise<Report> => JSON.parse(await read(file))
const verdict = async (file: string) => (await report(file)).steps[0]

test('references pass on a machine that is marked disposable', { timeout: 300_000 }, async () => {
  const { exitCode, stdout, stderr } = await run(grade.replace('05', '03 05'))
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0)
  expect(stdout).toMatch(/^03 .*natively[\s\S]*^05 .*natively/m)
  const passed = { outcome: 'pass', machine: 'native', leftovers: [] }
  expect((await report('/tmp/verdict.json')).steps).toMatchObject([passed, passed])
})

/**
 * A shell as in a privileged container: its cgroup namespace begins at a cgroup that is not the kernel's root, has
 * processes in it, and hands nothing out. And /fs is a volume as podman mounts one, without devices.
 */
const inContainer = `
  mkdir /sys/fs/cgroup/container
  echo $$ >/sys/fs/cgroup/container/cgroup.procs
  exec unshare --cgroup --mount sh -c '
    umount /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    mount -o remount,bind,nosuid,nodev,noexec /fs
    exec sh
  ' <<'END'
`

test('in a privileged container doctor names what is wrong and mends it', { timeout: 300_000 }, async () => {
  const { stdout, stderr } = await run(`${inContainer}
    ${doctor} >/tmp/sick; echo doctor $?
    ${grade} >/tmp/refused; echo grade $?; cp /tmp/verdict.json /tmp/refused.json
    ${doctor} --fix >/tmp/mended; echo doctor --fix $?
    ${grade} >/tmp/passed; echo grade $?
END`)
  expect(stdout, stderr).toBe('doctor 3\ngrade 3\ndoctor --fix 0\ngrade 0\n')

  expect(await read('/tmp/sick')).toMatch(/✖ cgroup v2 .*EBUSY[\s\S]*npm run doctor -- --fix/)
  const refused = await verdict('/tmp/refused.json')
  expect(new Set(refused?.todos.map(({ outcome }) => outcome))).toEqual(new Set(['environment']))
  expect(await read('/tmp/refused')).toContain('npm run doctor -- --fix')
  expect(await read('/tmp/mended')).toMatch(/^Mended: \d+ processes moved to \/sys\/fs\/cgroup\/init/)
  expect(await verdict('/tmp/verdict.json')).toMatchObject({
    outcome: 'pass',
    machine: 'native',
    leftovers: [],
  })
})

/** Somebody stands at the barrier, so that it is asked about programs too, and then we execute one ourselves. */
const atTheBarrier = `
  import { openNative } from './grader/machine/native.ts'
  const { machine, close } = await openNative()
  const berth = await machine.openBerth({ files: {}, image: {}, images: {}, mine: false })
  await machine.holdBack({ berth })
  const script = 'mkdir /sys/fs/cgroup/a && exec 3>/sys/fs/cgroup/a/cgroup.procs && exec cat'
  const run = await machine.start({ berth, program: 'sh', args: ['-c', script] })
  await machine.waitForCommand({ run, command: ['another'], timeout: 30_000 })
  console.log(await machine.nodeStartTime({ berth }) > 0)
  await machine.closeBerth({ berth })
  await close()
`

test('the judge’s own programs may lie on the filesystem of /fs, as on most machines', async () => {
  const { stdout, stderr } = await run(`
    cp -a /usr/bin /fs/programs && mount --bind /fs/programs /usr/bin
    node --input-type=module-typescript <<'END'
${atTheBarrier}
END
    umount --lazy /usr/bin`)
  expect(stdout, stderr).toBe('true\n')
})
