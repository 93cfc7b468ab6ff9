import { execFileSync } from 'node:child_process'

const commands = [
  ...Array.from({ length: 20 }, (_, n) => `ip link add left${n} type veth peer name right${n}`),
  'ip link add left type bridge; ip link set left up; ip address add 10.9.9.1/24 dev left',
  'ip netns add left; ip netns add right',
  'ip route add blackhole 10.0.0.0/8; ip rule add from all lookup 99',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'nft add table ip left; nft "add chain ip left out { type filter hook output priority 0; policy drop; }"',
  'nft "add chain ip left nat { type nat hook postrouting priority 100; }"; nft add rule ip left nat masquerade',
  'iptables -t nat -A POSTROUTING -j MASQUERADE',
]
for (const command of commands) {
  try {
    execFileSync('sh', ['-c', command], { stdio: 'ignore' })
  } catch {}
}
