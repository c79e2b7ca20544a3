import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { HistorianSamples } from '#blocks/block.ts'
import { truth } from '#blocks/simulated-history/station.ts'
import { localData } from '#test/fixtures/local-data.ts'
import { runDocument } from '#test/fixtures/run-plan.ts'

test.each([1, 2])('finds the drivers of the station and beats the week before (seed %i)', async (seed) => {
  const document: unknown = JSON.parse(
    await readFile(new URL('compressed-air.json', import.meta.url), 'utf8'),
  )
  await using local = await localData()
  const kept: HistorianSamples[] = []
  const writeHistorian = async (samples: HistorianSamples[]) => {
    kept.push(...samples)
    return { written: 1, duplicates: 0, revisions: 0 }
  }
  const data = { ...local.data, writeHistorian }
  const { issues, values } = await runDocument(document, { parameters: { seed }, data })
  expect(issues).toEqual([])
  const metrics = (port: string) => {
    const value = values.get(port)
    return value?.type === 'metrics' ? (value.values as Record<string, number>) : {}
  }
  const found = metrics('drivers.metrics')
  expect(found['coefficient.flow'] / truth.perFlow).toBeCloseTo(1, 1)
  expect(found['coefficient.pressure_setpoint'] / truth.perBar).toBeCloseTo(1, 1)
  expect(found['coefficient.ambient_temperature'] / truth.perKelvin).toBeCloseTo(1, 0)
  expect(metrics('score.metrics')['energy_predicted.skill']).toBeGreaterThan(0.8)
  expect(kept.map((samples) => samples.tag)).toEqual(['compressed-air.energy.expected'])
})
