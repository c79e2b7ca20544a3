import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { environmentForChild } from '#config/environment.ts'
import { testEnvironment } from '#config/test.ts'
import { renderUnit } from './systemd-unit.ts'
import type { UnitOptions } from './systemd-unit.ts'

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ecoki-unit-'))
afterAll(() => rmSync(folder, { recursive: true }))

function optionsIn(name: string, more: Partial<UnitOptions> = {}): UnitOptions {
  const checkout = join(folder, name)
  for (const path of [checkout, join(checkout, 'data'), join(checkout, 'cache')])
    mkdirSync(path, { recursive: true })
  return {
    ...{ kind: 'system', user: userInfo().username, checkout, dataDir: join(checkout, 'data') },
    ...{ cacheDir: join(checkout, 'cache'), node: process.execPath, args: [], needsLowPort: false },
    ...more,
  }
}

const odd = 'Werk 1 "Süd" 100% $HOME'
const cases: [string, UnitOptions][] = [
  ['of a user', optionsIn('plain', { kind: 'user', user: undefined })],
  ['of the system', optionsIn('plain')],
  ['of the superuser', optionsIn('plain', { user: undefined })],
  [
    'with options and a low port',
    optionsIn('plain', {
      args: ['--listen', '0.0.0.0:443', '--tls-cert', '/etc/a b.crt'],
      needsLowPort: true,
    }),
  ],
  ['in a folder with an odd name', optionsIn(odd)],
  ['of a user in a folder with an odd name', optionsIn(odd, { kind: 'user', user: undefined })],
]

const systemd = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' })
const isHere = systemd.status === 0
if (!isHere && testEnvironment().CI) throw new Error('systemd-analyze is not here (Debian package systemd)')
const ifHere = test.skipIf(!isHere)

describe('the unit', () => {
  ifHere.each(cases)('%s is what systemd understands', (name, options) => {
    const file = join(folder, `ecoki-${cases.findIndex(([title]) => title === name)}.service`)
    writeFileSync(file, renderUnit(options))
    const kind = options.kind === 'user' ? ['--user'] : ['--system']
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', ...kind, '--man=no', '--recursive-errors=no', file],
      {
        encoding: 'utf8',
        env: environmentForChild({ XDG_RUNTIME_DIR: folder }),
      },
    )
    expect({ status, stderr: ours(stderr, file) }).toEqual({ status: 0, stderr: '' })
  })

  test('closes what it can', () => {
    const text = renderUnit(optionsIn('plain'))
    for (const line of [
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'CapabilityBoundingSet=',
      'WantedBy=multi-user.target',
    ])
      expect(text.split('\n')).toContain(line)
    expect(renderUnit(cases[3][1])).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE')
    expect(renderUnit(cases[0][1])).not.toContain('User=')
  })

  test('keeps odd names in one piece', () => {
    const text = renderUnit(optionsIn(odd, { args: ['$x'] }))
    expect(text).toContain(`WorkingDirectory=${folder}/Werk 1 "Süd" 100%% $HOME\n`)
    expect(text).toContain(`"${folder}/Werk 1 \\"Süd\\" 100%% $$HOME/runtime/bootstrap.mjs" "start" "$$x"`)
    expect(text).toContain(`"ECOKI_DATA=${folder}/Werk 1 \\"Süd\\" 100%% $HOME/data"`)
  })
})

/** Units of the machine itself may be complained about, too. */
function ours(said: string, file: string): string {
  return said
    .split('\n')
    .filter((line) => line.includes(file))
    .join('\n')
}
