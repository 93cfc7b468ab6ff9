import { outsideBerths } from './one-lab.ts'

/** What there is in the lab outside of all berths: after a grade it has to be what it was before. */
const accounts: Record<string, string> = {
  cgroups: 'find /sys/fs/cgroup -type d | sort',
  mounts: 'cut -d" " -f5- /proc/self/mountinfo | sort',
  processes:
    'cat /proc/[0-9]*/cmdline 2>&- | tr "\\0" "\\n" | grep -x "node\\|agent.ts\\|sleep\\|setsid\\|bomb" | sort',
  links: 'ip -oneline link; ip -oneline address; ip route',
  rules: 'test ! -e /sys/module/nf_tables || nft --stateless list ruleset',
  settings:
    'cd /proc/sys && grep -r . debug dev/tty kernel/[ckmps]* vm/[mo]* fs/[fimnps]* 2>&- | grep -v "_id:\\|/pty/nr\\|sched_domain\\|file-nr\\|inode\\|fs/pipe-user\\|perf_event_max\\|sem\\|shm\\|msg"',
  processors: 'cat /sys/devices/system/cpu/online',
  swap: 'cat /proc/swaps',
  hostname: 'hostname',
  limits: 'ulimit -a',
  devices: 'cd /dev && stat -c "%A %t:%T %N" * | grep -v "tty\\|pts\\|ptmx\\|console"',
  programs: 'ls -lR /usr /bin /sbin /etc /opt /lib | sha256sum',
  files: 'find /fs | sort; df -m /fs | tail -1',
}

/** Seconds by which the clocks of the lab and of this machine may be apart: reading one takes a while. */
const apart = 60

/** All accounts, and what does not fit into one: by name. */
export async function labLedger(): Promise<Record<string, string>> {
  const names = Object.keys(accounts)
  const script = Object.values(accounts)
    .map((command) => `(${command})`)
    .join('; echo --;\n')
  const text = await outsideBerths(`${script}; echo -- ; date +%s`)
  const pages = text.split(/^--\n/m)
  const skew = Math.abs(Number(pages.at(-1)) - Date.now() / 1000)
  return {
    ...Object.fromEntries(names.map((name, at) => [name, pages[at] ?? ''])),
    clock: skew < apart ? 'right' : `${skew} s apart`,
  }
}
