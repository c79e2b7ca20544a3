/** The unit that starts EcoKI with the machine. Whoever breaks into a block then finds little to go on with. */

export interface UnitOptions {
  kind: 'user' | 'system'
  /** Under whose name a system unit runs. */
  user?: string
  checkout: string
  dataDir: string
  cacheDir: string
  /** The program that runs `npm start`'s script. */
  node: string
  /** Options of the start. */
  args: string[]
  /** A port below 1024 needs one right more. */
  needsLowPort: boolean
}

/** The text of a unit file, for systemd 247 (Debian 11) and later. */
export function renderUnit(options: UnitOptions): string {
  const { checkout, dataDir, cacheDir, node, args } = options
  const start = [node, `${checkout}/runtime/bootstrap.mjs`, 'start', ...args]
  const path = `${node.slice(0, node.lastIndexOf('/'))}:/usr/local/bin:/usr/bin:/bin`
  return `# Written by \`ecoki service install\`, which replaces it.
[Unit]
Description=EcoKI of ${escaped(checkout)}
Documentation=file:${encodeURI(checkout).replaceAll('%', '%%')}/docs/operations.md
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
${options.user ? `User=${options.user}\n` : ''}WorkingDirectory=${escaped(checkout)}
ExecStart=${start.map((part) => quoted(part, true)).join(' ')}
Environment=${[`ECOKI_DATA=${dataDir}`, `ECOKI_CACHE=${cacheDir}`, `PATH=${path}`].map((part) => quoted(part)).join(' ')}
# The supervisor ends what it has started, in order; only what is left after that is killed.
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec=60
Restart=on-failure
RestartSec=5
LimitNOFILE=65536

${[...hardening, ...(options.kind === 'system' ? systemHardening(options) : [])].join('\n')}

[Install]
WantedBy=${options.kind === 'system' ? 'multi-user.target' : 'default.target'}
`
}

/** What a user's own systemd can do, too. Code that is compiled while it runs stays allowed: Node needs it. */
const hardening = [
  'NoNewPrivileges=yes',
  'UMask=0077',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RestrictNamespaces=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
]

function systemHardening({ user, checkout, dataDir, cacheDir, needsLowPort }: UnitOptions): string[] {
  const lowPort = needsLowPort ? 'CAP_NET_BIND_SERVICE' : ''
  return [
    'ProtectSystem=strict',
    'ProtectHome=read-only',
    `ReadWritePaths=${[checkout, dirnameOf(dataDir), cacheDir].map((part) => quoted(part)).join(' ')}`,
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'ProtectClock=yes',
    'ProtectHostname=yes',
    'ProtectControlGroups=yes',
    'ProtectKernelLogs=yes',
    'ProtectKernelModules=yes',
    'ProtectKernelTunables=yes',
    // The superuser gives PostgreSQL another account, for which it needs its rights.
    ...(user ? [`CapabilityBoundingSet=${lowPort}`, `AmbientCapabilities=${lowPort}`] : []),
  ]
}

/** A restore puts another folder in the place of the data folder. */
function dirnameOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/** A part of a command or list as systemd reads it; `isCommand`: where it would put in variables. */
function quoted(text: string, isCommand = false): string {
  const plain = escaped(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  return `"${isCommand ? plain.replaceAll('$', '$$$$') : plain}"`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%%')
}
