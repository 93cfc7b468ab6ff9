import { check } from '../../check.ts'
import { deep } from '../../evidence/10-oci/deep-cgroup.ts'
import { started } from '../../evidence/10-oci/life.ts'
import { held, read } from '../../evidence/10-oci/podman-container.ts'
import { asked, words } from '../../evidence/10-oci/podman-options.ts'
import { failStart } from '../../evidence/failed-at.ts'
import { fail } from '../../verdict/judgement.ts'

/** The mask of CAP_NET_RAW, which is number 13. */
const capability = (1n << 13n).toString(16).padStart(16, '0')

check('10.7', 'Its process is who the bundle says, and can do no more', ['10.2'], async () => {
  // Another bundle than podman's.
  const { executing, status: other, fallen } = await started()
  if (!executing) failStart('10.7', [fallen])
  const plain = await deep()
  if (plain.process && !plain.executing)
    failStart('10.7', [plain.fallen, plain.start], {
      expected: 'a command that runs, of a bundle without a filter',
      found: 'none',
    })
  const { process } = await held('10.7')
  const pid = process.nsPids[0]
  const status = (await read('status', 'proc')) ?? ''
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.trim() ?? 'nothing'
  const expected = {
    Uid: `${asked.uid}`,
    Gid: `${asked.gid}`,
    Groups: `${asked.group}`,
    CapBnd: capability,
    CapPrm: capability,
    CapEff: capability,
    NoNewPrivs: '1',
    Seccomp: '2',
  }
  for (const [name, wanted] of Object.entries(expected)) {
    const words = field(name).split(/\s+/)
    const isRight = name === 'Groups' ? words.includes(wanted) : words.every((word) => word === wanted)
    if (!isRight)
      fail({
        kernelFile: `/proc/${pid}/status`,
        expected: `${name}: ${wanted}`,
        found: `${name}: ${field(name)}`,
      })
  }
  if (!/^CapEff:\s*0+$/m.test(other))
    fail({
      kernelFile: `/proc/${executing.nsPids[0]}/status`,
      expected: 'CapEff: 0000000000000000 where the bundle names no capabilities',
      found: /^CapEff:.*$/m.exec(other)?.[0] ?? 'nothing',
      message: 'A set that the bundle does not name is empty.',
    })
  if (!/^NoNewPrivs:\s*0$/m.test(other))
    fail({
      kernelFile: `/proc/${executing.nsPids[0]}/status`,
      expected: 'NoNewPrivs: 0 where the bundle does not say noNewPrivileges',
      found: 'NoNewPrivs: 1',
      message: 'Whoever has it can get no rights by a set-user-ID program: sudo and ping do not work.',
    })
  if ((await read(`${asked.volume.source}/${words.refused}/`)) !== null)
    fail({ expected: 'mkdir refused: the filter of linux.seccomp says so', found: 'a folder was made' })

  const limits = (await read('limits', 'proc')) ?? ''
  const [, open = 'nothing'] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  if (open !== String(asked.openFiles))
    fail({ kernelFile: `/proc/${pid}/limits`, expected: `RLIMIT_NOFILE ${asked.openFiles}`, found: open })
  const variables = ((await read('environ', 'proc')) ?? '').split('\0')
  const ours = variables.find((variable) => variable.startsWith('NODE_'))
  if (!variables.includes(`WORD=${asked.variable}`) || ours)
    fail({
      kernelFile: `/proc/${pid}/environ`,
      expected: `WORD=${asked.variable}, and nothing of the runtime’s own`,
      found: ours ?? 'no WORD',
    })
  if ((await read(asked.variable, 'cwd')) !== asked.variable)
    fail({
      kernelFile: `/proc/${pid}/cwd`,
      expected: `${asked.workdir}: process.cwd`,
      found: 'another folder',
    })
  const [leak] = process.openFiles
  if (leak)
    fail({ kernelFile: `/proc/${pid}/fd`, expected: 'stdin, stdout and stderr', found: `${leak} too` })
})
