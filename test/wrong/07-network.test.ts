import { wrong } from '../kit/wrong.ts'

const pair =
  "program('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid))"
const free = 'const subnet = freeSubnet()'
const insideUp = "ipInside('link', 'set', 'lo', 'up')"
const defaultRoute = "ipInside('route', 'add', 'default', 'via', machine)"
const upOutside = "ip('link', 'set', link, 'up')"
const masquerade = '`    ip saddr ${network} oifname != ${link} masquerade`,'
const forward = "writeKernelFile('/proc/sys/net/ipv4/ip_forward', '1')"
const acceptIn = '`insert rule ${chain} iifname ${link} accept comment ${link}`,'
const acceptOut = '`insert rule ${chain} oifname ${link} accept comment ${link}`,'
const start = 'return limited(spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED }), connect)'
const writeSource = 'writeFileSync(source, resolvConf())'
const mountSource = "mountVolumes(rootfs, [{ source, target: '/etc/resolv.conf', readOnly: false }])"
const removeOwn = 'removeRules((name) => name === link)'
const removeOld = 'removeRules((name) => isOurs(name) && !isThere(name))'

wrong(
  '7.2',
  'has the default route lead to where nobody is',
  { 'network.ts': { [defaultRoute]: defaultRoute.replace('machine)', "'192.0.2.1')") } },
  { expected: /two containers that run/, message: /192\.0\.2\.1/ },
)

wrong(
  '7.3',
  'writes a rule that nft cannot read',
  { 'firewall.ts': { [masquerade]: masquerade.replace('oifname !=', 'oifname not') } },
  { expected: /two containers that run/, message: /nft --file -/ },
)

wrong(
  '7.1',
  'stays in the network of the machine',
  {
    'network.ts': {
      'EARLIER | CLONE_NEWNET': 'EARLIER',
      [pair]: pair.replace("'eth0'", '`e${pid}`'),
      [defaultRoute]: '',
      "ipInside('address', 'add', `${container}/30`, 'dev', 'eth0')": '',
      "ipInside('link', 'set', 'eth0', 'up')": '',
    },
  },
  { kernelFile: /^\/proc\/\d+\/ns\/net$/, found: /that of the machine/ },
)

wrong(
  '7.1',
  'gives every container a link of the same name',
  { 'name.ts': { '`drydock${pid}`': "'drydock1'" } },
  { found: /did not start/, message: /ip link add drydock1 .*\n.*File exists/ },
)

wrong(
  '7.1',
  'gives it a name that is too long',
  { 'name.ts': { '`drydock${pid}`': '`drydock-network-${pid}`' } },
  { found: /did not start/, message: /Attribute failed policy validation|not a valid ifname/ },
)

wrong(
  '7.1',
  'keeps both ends on the machine',
  { 'network.ts': { [pair]: pair.replace(", 'netns', String(pid)", '') } },
  { found: /did not start/, message: /eth0/ },
)

wrong(
  '7.1',
  'makes the container’s end on the machine first, which may have one of that name',
  {
    'network.ts': {
      [pair]: [
        "program('ip', 'link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0')",
        "program('ip', 'link', 'set', 'eth0', 'netns', String(pid))",
      ].join('\n'),
    },
  },
  { found: /did not start/, message: /File exists/ },
)

wrong(
  '7.1',
  'gives it a link that leads nowhere',
  {
    'network.ts': {
      [pair]: [
        "program('ip', 'link', 'add', link, 'type', 'bridge')",
        "program('nsenter', '--net', '--target', String(pid), 'ip', 'link', 'add', 'eth0', 'type', 'bridge')",
      ].join('\n'),
    },
  },
  { expected: /veth/, found: /eth0 \(bridge\)/ },
)

wrong(
  '7.2',
  'has one subnet for all',
  {
    'network.ts': {
      [free]: "const subnet = { network: '10.9.0.0/30', machine: '10.9.0.1', container: '10.9.0.2' }",
    },
  },
  { expected: /no other container/, found: /^10\.9\.0\.2\/30, while another one has 10\.9\.0\.2\/30$/ },
)

wrong(
  '7.2',
  'makes up a subnet without a look at the routes',
  {
    'network.ts': {
      [free]: [
        'const at = (pid % 60) * 4',
        'const subnet = { network: `10.0.0.${at}/30`, machine: `10.0.0.${at + 1}`, container: `10.0.0.${at + 2}` }',
      ].join('\n'),
    },
  },
  { expected: /10\.0\.0\.0\/24 has a route/, found: /^10\.0\.0\.\d+\/30$/ },
)

wrong('7.2', 'leaves lo down', { 'network.ts': { [insideUp]: '' } }, { found: /^lo down$/ })

wrong('7.2', 'has no default route', { 'network.ts': { [defaultRoute]: '' } }, { found: /^none$/ })

wrong(
  '7.2',
  'leaves the end on the machine down',
  { 'network.ts': { [upOutside]: '' } },
  { kernelFile: /^\/sys\/class\/net\/drydock\d+$/, found: /down/ },
)

wrong(
  '7.3',
  'sends with the container’s address',
  { 'firewall.ts': { [masquerade]: '' } },
  { expected: /198\.18\.\d+\.2/, found: /they see 10\.0\.1\.\d+/ },
)

wrong(
  '7.3',
  'does not forward',
  { 'firewall.ts': { [forward]: '' } },
  { kernelFile: /ip_forward$/, expected: /^1$/, found: /^0$/ },
)

wrong(
  '7.3',
  'accepts in a chain of its own, where another one drops',
  { 'firewall.ts': { [acceptIn]: '', [acceptOut]: '' } },
  { found: /nothing gets there/, message: /every chain of a hook is asked/ },
)

wrong(
  '7.3',
  'lets out and not back in',
  { 'firewall.ts': { [acceptOut]: '' } },
  { found: /no answer comes back/, message: /FORWARD/ },
)

wrong(
  '7.3',
  'makes the network while the command already runs',
  {
    'container.ts': {
      [start]: [
        'const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED })',
        'let disconnect = () => {}',
        "container.stdio[3]?.once('data', () => setImmediate(() => { disconnect = connect(container.pid ?? 0) }))",
        'return limited(container).finally(() => disconnect())',
      ].join('\n'),
    },
  },
  { expected: /before the command runs/, message: /must wait/ },
)

wrong(
  '7.3',
  'sends from the machine what its command was to send',
  {
    'firewall.ts': { [masquerade]: '', [acceptIn]: '', [acceptOut]: '' },
    'container.ts': {
      [start]: `const script = words.at(-2) ?? ''
  spawn('sh', ['-c', script.slice(0, script.indexOf('; while'))], { stdio: 'ignore' })
  ${start}`,
      'import { unpackedImage }': "import { spawn } from 'node:child_process'\nimport { unpackedImage }",
    },
  },
  { found: /sent from outside of the container/ },
)

wrong(
  '7.4',
  'takes over a resolver that is the machine’s alone',
  { 'resolv-conf.ts': { [writeSource]: "writeFileSync(source, readFileSync('/etc/resolv.conf'))" } },
  { kernelFile: /\/etc\/resolv\.conf$/, found: /127\.0\.0\.53/, message: /the container itself/ },
)

wrong(
  '7.4',
  'gives it no resolv.conf',
  { 'resolv-conf.ts': { [mountSource]: '' } },
  { found: /no such file/, expected: /^nameserver 203\.0\.113\.\d+$/ },
)

wrong(
  '7.4',
  'counts on systemd-resolved',
  { 'resolv-conf.ts': { '.filter((file) => existsSync(file))': '' } },
  { expected: /where there is no systemd-resolved/, message: /ENOENT/ },
)

wrong(
  '7.4',
  'asks somebody in the wide world',
  { 'resolv-conf.ts': { [writeSource]: "writeFileSync(source, 'nameserver 8.8.8.8\\n')" } },
  { found: /8\.8\.8\.8/ },
)

wrong(
  '7.4',
  'writes it into the image',
  {
    'resolv-conf.ts': {
      [mountSource]: [
        "const file = pathInRoot(rootfs, '/etc/resolv.conf')",
        "mkdirSync(join(file, '..'), { recursive: true })",
        'writeFileSync(file, resolvConf())',
      ].join('\n'),
      'import { existsSync,':
        "import { pathInRoot } from '#provided/path-in-root.ts'\nimport { mkdirSync, existsSync,",
    },
  },
  { kernelFile: /^\/fs\/busybox\/rootfs\//, expected: /as it was/ },
)

wrong(
  '7.4',
  'writes through the image’s symlink onto the machine',
  { 'resolv-conf.ts': { [mountSource]: 'writeFileSync(`${rootfs}/etc/resolv.conf`, resolvConf())' } },
  { kernelFile: /^\/run\/systemd\/resolve\/stub-resolv\.conf$/, found: /another content/ },
)

wrong(
  '7.5',
  'leaves its rules',
  { 'network.ts': { [removeOwn]: '' } },
  { kernelFile: /nft list ruleset/, found: /drydock\d+/ },
)

wrong(
  '7.5',
  'removes the rules only if it comes before the kernel',
  {
    'network.ts': {
      'if (isThere(link)) removeLink(link)\n  removeRules((name) => name === link)':
        'if (isThere(link)) {\n    removeLink(link)\n    removeRules((name) => name === link)\n  }',
    },
  },
  { kernelFile: /nft list ruleset/, found: /drydock\d+/ },
)

wrong(
  '7.5',
  'cleans up after a command that succeeded only',
  {
    'container.ts': {
      [start]: [
        'let disconnect = () => {}',
        'const container = spawnIn(NAMESPACES, process.execPath, args, { stdio: GATED })',
        'const status = await limited(container, (pid) => { disconnect = connect(pid); return () => {} })',
        'if (status === 0) disconnect()',
        'return status',
      ].join('\n'),
    },
  },
  { found: /drydock\d+/ },
)

wrong(
  '7.5',
  'leaves what a killed parent could not remove',
  { 'network.ts': { [removeOld]: '' } },
  { found: /drydock\d+/, message: /the next start has to/ },
)

wrong(
  '7.5',
  'flushes everybody’s rules',
  {
    'network.ts': {
      [removeOwn]: "program('nft', 'flush', 'ruleset')",
    },
  },
  { found: /gone/, message: /somebody else’s/ },
)

wrong(
  '7.5',
  'removes the rules of every container when one ends',
  { 'network.ts': { [removeOwn]: 'removeRules(isOurs)' } },
  { expected: /while another one ends/, message: /alone/ },
)

wrong(
  '7.2',
  'tells the machine no network',
  { 'network.ts': { '`${machine}/30`': 'machine' } },
  { expected: /with the same prefix/, found: /\/32$/ },
)

wrong(
  '7.2',
  'gives the machine no address',
  { 'network.ts': { "ip('address', 'add', `${machine}/30`, 'dev', link)": '' } },
  { expected: /an address of the machine/, found: /^none$/ },
)

wrong(
  '7.3',
  'adds its rules behind the one that drops',
  {
    'firewall.ts': {
      'insert rule ${chain} iifname': 'add rule ${chain} iifname',
      'insert rule ${chain} oifname': 'add rule ${chain} oifname',
    },
  },
  { message: /unless a rule before accepts it/ },
)

const [comesIn, goesOut] = ['iifname', 'oifname'].map(
  (word) => `      \`insert rule \${chain} ${word} \${link} accept comment \${link}\`,\n`,
)

wrong(
  '7.3',
  'accepts whatever comes',
  { 'firewall.ts': { [`${comesIn}${goesOut}`]: '      `insert rule ${chain} accept comment ${link}`,\n' } },
  { expected: /what comes from the container/, found: /lets everybody through/ },
)

wrong(
  '7.3',
  'knows the firewall of Docker only',
  { 'firewall.ts': { '...forwardChains().flatMap': "...['ip filter FORWARD'].flatMap" } },
  { message: /forward of table inet drydock-/ },
)

wrong(
  '7.5',
  'takes the rules of whoever runs for abandoned ones',
  { 'network.ts': { 'isOurs(name) && !isThere(name)': 'isOurs(name)' } },
  { expected: /the rules of a container that runs/, message: /abandoned has no link/ },
)

wrong(
  '7.5',
  'writes what nft cannot read, and ends with an error each time',
  { 'firewall.ts': { 'handle ${handle}': '${handle}' } },
  { expected: /no (rule|link) of a container that has ended/, message: /nft --file -/ },
)

wrong(
  '7.2',
  'looks for everybody on the cable',
  { 'network.ts': { [defaultRoute]: defaultRoute.replace("'via', machine", "'dev', 'eth0'") } },
  { expected: /by way of the machine/, found: /without a gateway/ },
)

wrong(
  '7.3',
  'has everybody bear the address of the machine',
  { 'firewall.ts': { [masquerade]: '`    masquerade`,' } },
  { expected: /what comes from the container/, found: /masquerade .*whoever/ },
)

wrong(
  '7.3',
  'changes the policy of others, and changes it back',
  {
    'firewall.ts': {
      [acceptIn]: '`add chain ${chain} { policy accept; }`,',
      [acceptOut]: '...(chain.startsWith("ip ") ? [`flush chain ${chain}`] : []),',
    },
  },
  { expected: /as before/, found: /^gone, or changed$/ },
)

wrong(
  '7.5',
  'takes every table for one of an abandoned container',
  { 'network.ts': { [removeOld]: 'removeRules((name) => !isThere(name))' } },
  { found: /gone/, message: /somebody else’s/ },
)

wrong(
  '7.5',
  'begins with no rules at all',
  { 'firewall.ts': { [forward]: `${forward}\n  changeRules(['flush ruleset'])` } },
  { found: /gone/, message: /somebody else’s/ },
)

wrong(
  '7.5',
  'fails where the kernel was faster',
  {
    'network.ts': {
      'if (isThere(link)) removeLink(link)': '',
      [removeOwn]: `${removeOwn}\n  program('ip', 'link', 'delete', link)`,
    },
  },
  { expected: /that of the command/, found: /exit status 125/, message: /ip link delete/ },
)

wrong(
  '7.2',
  'looks in the container for the machine’s end',
  {
    'network.ts': {
      "ipInside('address', 'add', `${container}/30`, 'dev', 'eth0')":
        "ipInside('address', 'add', `${container}/30`, 'dev', link)",
    },
  },
  { expected: /two containers that run/, message: /Cannot find device/ },
)

wrong(
  '7.1',
  'gives the machine’s end a name of its own',
  { 'network.ts': { [pair]: pair.replace("'add', link", "'add', `veth${pid}`") } },
  { expected: /two containers that run/, message: /Cannot find device "drydock/ },
)

wrong(
  '7.2',
  'takes more of a network than is free',
  { 'network.ts': { '`${machine}/30`': '`${machine}/24`', '`${container}/30`': '`${container}/24`' } },
  { expected: /10\.0\.1\.128\/25 has a route/, found: /\/24$/, message: /a \/30/ },
)

wrong(
  '7.3',
  'has a chain that drops what is not for its container',
  {
    'firewall.ts': {
      "hook forward priority filter'": "hook forward priority filter; policy drop;'",
      '`    oifname ${link} ct state != { established, related } drop`':
        '`    iifname ${link} accept`,\n    `    oifname ${link} ct state { established, related } accept`',
    },
  },
  { kernelFile: /nft list ruleset/, found: /policy drop/, message: /what others forward/ },
)

wrong(
  '7.4',
  'asks a stranger where the machine has nobody to name',
  { 'resolv-conf.ts': { "?? texts[0] ?? ''": "?? 'nameserver 8.8.8.8\\n'" } },
  { expected: /has 127\.0\.0\.1 alone/, found: /^nameserver 8\.8\.8\.8$/ },
)

wrong(
  '7.5',
  'removes what is abandoned at its end, and not when it starts',
  {
    'network.ts': {
      'removeRules((name) => isOurs(name) && !isThere(name))': '',
      'removeRules((name) => name === link)': 'removeRules((name) => isOurs(name) && !isThere(name))',
    },
  },
  { kernelFile: /nft list ruleset/, expected: /once the next one runs/, message: /the next start has to/ },
)

wrong(
  '7.2',
  'takes more of a network at its own end',
  { 'network.ts': { '`${machine}/30`': '`${machine}/24`' } },
  { expected: /10\.0\.1\.128\/25 has another route/, found: /^10\.0\.1\.0\/24$/, message: /a \/30/ },
)

wrong(
  '7.3',
  'translates for the addresses that it had where it was tried',
  { 'firewall.ts': { 'ip saddr ${network} oifname': 'ip saddr 10.0.0.0/8 oifname' } },
  { kernelFile: /nft list ruleset/, expected: /network of the container/, found: /10\.0\.0\.0\/8/ },
)

wrong(
  '7.3',
  'accepts what is not for its container',
  { 'firewall.ts': { [acceptOut]: acceptOut.replace('oifname', 'oifname !=') } },
  { kernelFile: /nft list ruleset/, found: /lets everybody through$/ },
)

wrong(
  '7.4',
  'does not start where the machine has nobody to name',
  { 'resolv-conf.ts': { "?? texts[0] ?? ''": 'as string' } },
  { expected: /nobody to ask/, found: /exit status/, message: /TypeError|undefined/ },
)

wrong(
  '7.5',
  'leaves a link whose name is no text',
  {
    'network.ts': {
      [removeOwn]: `${removeOwn}\n  program('ip', 'link', 'add', \`\\x01${'${process.pid}'}\`, 'type', 'bridge')`,
    },
  },
  { kernelFile: /^\/sys\/class\/net/, expected: /no link of a container that has ended/ },
)

wrong(
  '7.2',
  'hands a command over in one word',
  {
    'network.ts': {
      "ip('address', 'add', `${machine}/30`, 'dev', link)":
        'program(`ip address add ${machine}/30 dev ${link}`)',
    },
  },
  { expected: /two containers that run/, message: /argument of its own/ },
)

wrong(
  '7.2',
  'addresses the link of the example',
  {
    'network.ts': {
      "ip('address', 'add', `${machine}/30`, 'dev', link)":
        "ip('address', 'add', `${machine}/30`, 'dev', 'drydock412')",
    },
  },
  { found: /did not start/, message: /Cannot find device "drydock412"/ },
)

wrong(
  '7.3',
  'writes into a table that only others make',
  {
    'firewall.ts': {
      [masquerade]: '',
      '...forwardChains().':
        '`insert rule ip nat POSTROUTING ip saddr ${network} masquerade comment ${link}`,\n    ...forwardChains().',
    },
  },
  { expected: /two containers that run/, message: /No such file or directory/ },
)

wrong(
  '7.3',
  'accepts new connections of everybody',
  {
    'firewall.ts': {
      [acceptIn]: '`insert rule ${chain} ct state new,established,related accept comment ${link}`,',
    },
  },
  { found: /lets everybody through/ },
)

wrong(
  '7.3',
  'accepts every protocol of everybody',
  {
    'firewall.ts': { [acceptIn]: '`insert rule ${chain} meta l4proto { tcp, udp } accept comment ${link}`,' },
  },
  { found: /lets everybody through/ },
)

wrong(
  '7.4',
  'shows it the file of systemd-resolved itself',
  {
    'resolv-conf.ts': {
      [mountSource]:
        "mountVolumes(rootfs, [{ source: '/run/systemd/resolve/resolv.conf', target: '/etc/resolv.conf', readOnly: true }])",
    },
  },
  { expected: /where there is no systemd-resolved/ },
)

wrong(
  '7.5',
  'has one rule for all containers, which stays',
  {
    'firewall.ts': {
      [masquerade]: '',
      '...forwardChains().':
        "...(ruleset().tables.some(({ name }) => name === 'drydock') ? [] : ['table ip drydock {', 'chain postrouting {', 'type nat hook postrouting priority srcnat', 'iifname \"drydock*\" masquerade', '}', '}']),\n    ...forwardChains().",
    },
  },
  { found: /drydock\*/, message: /It names no container/ },
)
