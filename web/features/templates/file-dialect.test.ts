import { expect, it } from 'vitest'
import { columnsFound, dateExample, dateFormatChoices, foundOf } from './file-dialect.ts'

const config = {
  detected: {
    dialect: {
      ...{ separator: ';', decimalMark: ',', names: ['Zeit', 'E'] },
      dateFormats: { Zeit: '%d.%m.%Y %H:%M' },
    },
    columns: [],
    time: { column: 'Zeit' },
  },
}

it('says what was detected, and nothing before', () => {
  expect(foundOf(config)).toEqual({
    ...{ separator: ';', decimalMark: ',', dateFormat: '%d.%m.%Y %H:%M', timeColumn: 'Zeit' },
  })
  expect(Object.values(foundOf(null)).filter((value) => value !== undefined)).toEqual([])
})

it('offers the columns of the file, also one that is no longer there', () => {
  expect(columnsFound(config, 'E')).toEqual(['E', 'Zeit'])
  expect(columnsFound(undefined, 'gone')).toEqual(['gone'])
  const parquet = { detected: { columns: [{ name: 't', type: 'time' }], clocks: [] } }
  expect(columnsFound(parquet, undefined)).toEqual(['t'])
})

it('shows date formats by an example, and one of its own first', () => {
  expect(dateExample('%d.%m.%Y %H:%M')).toBe('31.12.2024 23:59')
  expect(dateExample('%I:%M %p on %m/%d/%y')).toBe('11:59 PM on 12/31/24')
  expect(dateFormatChoices('%d-%b-%y')[0]).toEqual({ value: '%d-%b-%y', label: '31-Dec-24' })
})
