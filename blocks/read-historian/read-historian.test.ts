import { expect, it } from 'vitest'
import type { BlockData } from '#blocks/block.ts'
import { localData } from '#test/fixtures/local-data.ts'
import { runForTable } from '#test/fixtures/run-block.ts'
import { run } from './run.ts'
import { readHistorian } from './spec.ts'

const reader = { block: readHistorian, run }

it.each([
  ['kW.h', 'h.kW', undefined, true],
  ['t', 't{CO2e}', 'mass.CO2e', true],
  ['kW.h', 'MW.h', undefined, false],
  ['m3', 'm3{norm}', undefined, false],
])('%s is stated and %s stored: compared as units', async (unit, stored, quantity, isSame) => {
  await using local = await localData()
  const samples = {
    tag: 'meter',
    times: Float64Array.of(0),
    values: { type: 'number' as const, values: Float64Array.of(7) },
    unit: stored,
  }
  const data: BlockData = { ...local.data, readHistorian: () => Promise.resolve([samples]) }
  const result = runForTable(reader, {}, { tags: [{ tag: 'meter', unit, quantity }] }, { data })
  if (isSame) expect((await result).rows).toBe(1)
  else await expect(result).rejects.toMatchObject({ code: 'data-differs' })
})

it.each([
  [{ unit: 'kWh' }, 'kW.h'],
  [{ unit: 'nonsense' }, 'UCUM'],
  [{ quantity: 'presure.gauge' }, 'pressure.gauge'],
  [{ availabilityUs: 0.5 }, 'int'],
  [{ availabilityUs: 2e15 }, '1000000000000000'],
])('refuses %o of a tag', (stated, hint) => {
  const { error } = readHistorian.config.safeParse({ tags: [{ tag: 'meter', ...stated }] })
  expect(error?.message).toContain(hint)
})
