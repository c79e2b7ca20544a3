import { expect, test } from 'vitest'
import { formatFindings } from '../commands/doctor.ts'
import { problem } from './check.ts'
import { furtherPorts, listeners, portOf } from './ports.ts'

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
// Lines as proc(5) describes them: addresses in hexadecimal, 0A = listening, 01 = established.
const table = [
  header,
  '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1001',
  '   1: 00000000:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1002',
  '   2: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 1003',
].join('\n')

test('only listening sockets count, with the address they are open to', () => {
  expect(listeners([table])).toEqual([
    { port: 8080, address: '0100007F', inode: '1001' },
    { port: 5432, address: '00000000', inode: '1002' },
  ])
})

test('ports that a process opens by itself are shown, and are a problem when others can reach them', () => {
  const [local, reachable] = listeners([table])
  expect(furtherPorts('temporal', [local])).toMatchObject({ state: 'ok', found: '127.0.0.1:8080' })
  const found = furtherPorts('temporal', [local, reachable])
  expect(found).toMatchObject({ check: 'further ports of temporal', state: 'problem' })
  expect(found.found).toContain('5432')
  expect(found.found).not.toContain('8080')
})

test('the table says what to do below what is not well', () => {
  const text = formatFindings([
    { check: 'node', state: 'ok', found: 'v24' },
    problem('database', 'gone', 'npm start'),
  ])
  expect(text.split('\n')).toEqual([
    'ok       node      v24',
    'problem  database  gone',
    expect.stringMatching(/^ +-> npm start$/),
  ])
})

test('knows the port that others may come in by', () => {
  expect(['https://plant.example:8443', 'https://[fd00::5]', 'http://localhost'].map(portOf)).toEqual([
    8443, 443, 80,
  ])
})
