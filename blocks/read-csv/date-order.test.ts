import { describe, expect, it } from 'vitest'
import { makeIssue } from '#pipeline/make-issue.ts'
import { timesOf } from '#pipeline/table.ts'
import { inspected, localData } from '#test/fixtures/local-data.ts'
import { propagate, runForTable } from '#test/fixtures/run-block.ts'
import { exchanged } from './date-order.ts'
import { inspect, run } from './run.ts'
import { readCsv } from './spec.ts'

const under = { block: readCsv, run, inspect }
const dayFirst = '%d/%m/%Y'
const monthFirst = '%m/%d/%Y'

/** What is said of the dates, how they are read, and the days that come out. */
async function readingOf(cells: string[], config: object = {}) {
  await using local = await localData()
  const file = await local.pin('a.csv', `t,x\n${cells.map((cell) => `${cell},1.5\n`).join('')}`)
  const frozen = await inspected(under, { ...config, file }, local.data)
  const said = (propagate(under, {}, frozen).findings ?? []).map(
    (finding) => `${finding.severity} ${finding.code}`,
  )
  const table = await runForTable(under, {}, frozen, { data: local.data })
  const days = Array.from(timesOf(table), (us) => new Date(us / 1_000).toISOString().slice(0, 10))
  return { said, format: frozen.detected?.dialect.dateFormats.t, days }
}

const warning = ['warning read-csv.date-order']
const two = (value: number): string => String(value).padStart(2, '0')
const count = (length: number): number[] => Array.from({ length }, (_, index) => index + 1)
/** Every 15 min of the first days of a month, as d/m/Y. */
const quarters = (days: number): { d: string; m: string; clock: string }[] =>
  count(days).flatMap((day) =>
    count(96).map((quarter) => {
      const minutes = 15 * (quarter - 1)
      return { d: two(day), m: '03', clock: `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}` }
    }),
  )

describe('which of day and month comes first', () => {
  it.each([
    ['one row', ['03/04/2024'], ['2024-04-03']],
    [
      'days or months in a row',
      ['01/02/2024', '02/02/2024', '03/02/2024'],
      ['2024-02-01', '2024-02-02', '2024-02-03'],
    ],
    [
      'months or days in a row',
      ['01/01/2024', '01/02/2024', '01/03/2024'],
      ['2024-01-01', '2024-02-01', '2024-03-01'],
    ],
    ['any days', ['05/01/2024', '06/03/2024', '07/08/2024'], ['2024-01-05', '2024-03-06', '2024-08-07']],
  ])('is in doubt: %s; what is taken is told', async (_, cells, days) => {
    expect(await readingOf(cells)).toEqual({ said: warning, format: dayFirst, days })
  })

  it('is told by a day above 12 anywhere in the file', async () => {
    const few = ['01/02/2024', '02/02/2024', '03/02/2024']
    expect(await readingOf([...few, '13/02/2024'])).toMatchObject({ said: [], format: dayFirst })
    expect(await readingOf([...few, '04/13/2024'])).toMatchObject({ said: [], format: monthFirst })
  })

  it('is told by a time that would step back the other way round', async () => {
    const cells = ['05/01/2024', '07/03/2024', '06/08/2024']
    expect(await readingOf(cells)).toMatchObject({ said: [], format: dayFirst })
  })

  it('is in doubt where one is only a little more even, which is taken', async () => {
    const cells = ['02/02/2024 00:00', '02/02/2024 12:00', '02/03/2024 00:00']
    expect(await readingOf(cells)).toMatchObject({ said: warning, format: `${monthFirst} %H:%M` })
  })

  it('is told by even steps through the whole file, also behind the sample', async () => {
    const german = quarters(10).map(({ d, m, clock }) => `${d}/${m}/2024 ${clock}`)
    const american = quarters(10).map(({ d, m, clock }) => `${m}/${d}/2024 ${clock}`)
    expect(await readingOf(german)).toMatchObject({ said: [], format: `${dayFirst} %H:%M` })
    const read = await readingOf(american)
    expect(read).toMatchObject({ said: [], format: `${monthFirst} %H:%M` })
    expect(new Set(read.days).size).toBe(10)
    expect(read.days.at(-1)).toBe('2024-03-10')
  })

  it('does not matter where both are the same', async () => {
    expect(await readingOf(['01/01/2024', '02/02/2024'])).toMatchObject({ said: [] })
  })

  it('is not in doubt where it is stated, for the file or for the column', async () => {
    const cells = ['03/04/2024', '04/04/2024']
    const american = { said: [], days: ['2024-03-04', '2024-04-04'] }
    expect(await readingOf(cells, { dateFormat: monthFirst })).toMatchObject(american)
    expect(await readingOf(cells, { columns: [{ source: 't', dateFormat: monthFirst }] })).toMatchObject(
      american,
    )
  })

  it('is not in doubt where it is stated behind the frozen schema', async () => {
    await using local = await localData()
    const file = await local.pin('a.csv', 't,x\n03/04/2024,1.5\n')
    const frozen = { ...(await inspected(under, { file }, local.data)), dateFormat: monthFirst }
    expect(propagate(under, {}, frozen).findings).toEqual([])
    const table = await runForTable(under, {}, frozen, { data: local.data })
    expect(timesOf(table)[0]).toBe(Date.UTC(2024, 2, 4) * 1_000)
  })

  it('is asked of dates with hyphens too', async () => {
    expect(await readingOf(['03-04-2024', '04-13-2024'])).toMatchObject({ said: [], format: '%m-%d-%Y' })
    expect(await readingOf(['03-04-2024'])).toMatchObject({ said: warning, format: '%d-%m-%Y' })
  })
})

it('the warning names the column, what is taken and what to state', async () => {
  await using local = await localData()
  const file = await local.pin('a.csv', 'when,x\n03/04/2024,1.5\n')
  const [finding] = propagate(under, {}, await inspected(under, { file }, local.data)).findings!
  const { message, remedy, severity } = makeIssue(finding, { mode: 'batch', language: 'en' }, 'meter')
  expect([severity, message, remedy]).toEqual([
    'warning',
    'The dates of "when" can be read as %d/%m/%Y and as %m/%d/%Y; they are read as %d/%m/%Y.',
    'State the right format in dateFormat: "%d/%m/%Y" or "%m/%d/%Y".',
  ])
})

it('formats without both numbers have no other order', () => {
  expect(exchanged('%d.%b %Y')).toBeUndefined()
  expect(exchanged('iso')).toBeUndefined()
})
