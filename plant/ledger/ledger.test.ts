import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { Ledger } from './ledger.ts'
import type { LedgerRow } from './ledger-format.ts'
import { ledgerFiles, ledgerRows } from './read-ledger.ts'

const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecoki-ledger-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const row = (tag: number, value: LedgerRow['value']): Omit<LedgerRow, 'seq'> => ({
  outcome: 'sent',
  channel: 'mqtt',
  tag,
  timeUs: 1_795_000_000_000_000 + tag,
  type: typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'number',
  value,
  quality: 0,
  cause: '',
})

it('gives back what was added, to the bit, also from a second start', async () => {
  const folder = newFolder()
  const values = [0.1 + 0.2, NaN, -Infinity, 5e-324, true, 'a\tb\\n\nc\r – °C', '']
  const rows = values.map((value, tag) => row(tag, value))
  const first = await Ledger.open(folder, { keepBytes: 0 })
  for (const each of rows.slice(0, 3)) first.add(each)
  await first.close()
  const second = await Ledger.open(folder, { keepBytes: 0 })
  for (const each of rows.slice(3)) second.add(each)
  await second.close()
  const read = await ledgerRows(folder)
  expect(read).toEqual(rows.map((each, index) => ({ ...each, seq: index + 1 })))
})

it('a commit waits for its own rows, however many ask at once', async () => {
  const folder = newFolder()
  const ledger = await Ledger.open(folder, { keepBytes: 0 })
  await Promise.all(
    Array.from({ length: 200 }, async (_, tag) => {
      const seq = ledger.add(row(tag, tag))
      await ledger.commit()
      const text = readFileSync(ledgerFiles(folder)[0].path, 'utf8')
      expect(text.split('\n').length - 1).toBeGreaterThanOrEqual(seq)
    }),
  )
  await ledger.close()
})

it('a row that a kill cut off does not count, and numbers go on', async () => {
  const folder = newFolder()
  const ledger = await Ledger.open(folder, { keepBytes: 0 })
  ledger.add(row(1, 1))
  await ledger.close()
  appendFileSync(ledgerFiles(folder)[0].path, '2\tsent\tmqtt\t9\t17')
  const again = await Ledger.open(folder, { keepBytes: 0 })
  expect(again.add(row(2, 2))).toBe(2)
  await again.close()
  expect((await ledgerRows(folder)).map(({ tag }) => tag)).toEqual([1, 2])
})

it('keeps no more than it is told', async () => {
  const folder = newFolder()
  const ledger = await Ledger.open(folder, { keepBytes: 20_000, fileBytes: 5000 })
  for (let tag = 0; tag < 1000; tag++) {
    ledger.add(row(tag, tag / 3))
    await ledger.commit()
  }
  await ledger.close()
  expect(ledgerFiles(folder).reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(25_000)
  expect((await ledgerRows(folder)).at(-1)?.seq).toBe(1000)
})
