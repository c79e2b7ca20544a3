import { expect, test } from 'vitest'
import { formatFindings } from '../commands/doctor.ts'
import { problem } from './check.ts'
import { listeners } from './ports.ts'

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
  expect(listeners([table])).toEqual(
    new Map([
      [8080, ['0100007F']],
      [5432, ['00000000']],
    ]),
  )
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
