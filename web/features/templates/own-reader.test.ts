import { expect, it } from 'vitest'
import { fileReader, historianReader, readTags, unitsOfTags } from './own-reader.ts'

const file = (name: string) => ({ hash: 'ab', bytes: 1, name, mime: 'text/csv' })

it('says of a file only what people have said', () => {
  const corrections = { separator: ';', decimalMark: undefined, zone: 'Europe/Berlin' }
  expect(fileReader(file('a.CSV'), corrections)).toEqual({
    ...{ block: 'read-csv', version: 1, port: 'table' },
    config: { file: file('a.CSV'), separator: ';', zone: 'Europe/Berlin' },
  })
})

it('reads Parquet by its own reader, which has no separator', () => {
  const corrections = { separator: ';', timeColumn: 't', zone: 'UTC' }
  expect(fileReader(file('a.Parquet'), corrections)).toEqual({
    ...{ block: 'read-parquet', version: 1, port: 'table' },
    config: { file: file('a.Parquet'), timeColumn: 't', zone: 'UTC' },
  })
})

it('takes tags with and without units, each once', () => {
  const lines = ' hall.power [kW]\n\nair/flow\nhall.power\n odd] [ Nm³/h ] \n[kW]'
  expect(readTags(lines)).toEqual([
    { tag: 'hall.power', unit: 'kW' },
    { tag: 'air/flow' },
    { tag: 'odd]', unit: 'Nm³/h' },
  ])
  expect(unitsOfTags(lines)).toEqual({ 'hall.power': 'kW', 'odd]': 'Nm³/h' })
  expect(historianReader({ lines, grid: ' 15 min ', zone: 'UTC' })?.config).toEqual({
    ...{ zone: 'UTC', grid: '15 min' },
    tags: [{ tag: 'hall.power' }, { tag: 'air/flow' }, { tag: 'odd]' }],
  })
  expect(historianReader({ lines: ' \n', grid: '', zone: 'UTC' })).toBeUndefined()
})
