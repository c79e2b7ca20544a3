import { describe, expect, it } from 'vitest'
import { Simulation } from '#plant/physics/simulation.ts'
import { requireLabels } from '#plant/label.ts'
import { shownNames } from '#plant/servers/servers.ts'
import { isLabelTag, lineMeasures, makeCatalog } from '#plant/tags/catalog.ts'
import { channels } from '#plant/tags/routes.ts'
import { uneceUnits } from '#plant/tags/units.ts'
import { fault } from './fault.ts'
import type { SensorFault } from './fault.ts'
import { Sensors } from './sensors.ts'

const startMs = Date.UTC(2026, 5, 1, 8)
const tag = 'line-001/compressed-air/station/pressure'

/** What one tag says over ten steps, with a fault or without. */
function readTen(broken?: SensorFault) {
  const simulation = new Simulation({
    seed: 3,
    lines: 1,
    startMs,
    epochMs: startMs,
    periodMs: 1000,
    setpoint: 7,
  })
  const sensors = new Sensors(makeCatalog({ lines: 1, allByOpcUa: false }))
  if (broken) sensors.begin({ id: 1, fault: broken, fromMs: 0, untilMs: 1 }, startMs)
  return Array.from({ length: 10 }, () => {
    simulation.step()
    return sensors.read(simulation).filter((reading) => reading.tag.name === tag)
  }).flat()
}

const well = readTen()

describe('faults of sensors', () => {
  const common = { tags: 'line-001/*/station/pres*', forS: 1 }

  it('leave the rest as it is, and the same seed says the same', () => {
    expect(readTen({ kind: 'nan', tags: '*/flow', forS: 1 })).toEqual(well)
    expect(new Set(well.map(({ value }) => value)).size).toBe(10)
  })

  it.each<[SensorFault, (row: number) => object]>([
    [{ kind: 'frozen', ...common }, () => ({ value: well[0].value })],
    [{ kind: 'nan', ...common }, () => ({ value: NaN })],
    [{ kind: 'bad', ...common }, (row) => ({ value: well[row].value, quality: 2 })],
    [
      { kind: 'drift', ...common, perS: 0.5 },
      (row) => ({ value: Number(well[row].value) + 0.5 * (row + 1) }),
    ],
    [{ kind: 'spikes', ...common, share: 1, size: 9 }, (row) => ({ value: Number(well[row].value) + 9 })],
    [{ kind: 'clock-jump', ...common, ms: -7000 }, (row) => ({ timeMs: startMs + (row + 1) * 1000 - 7000 })],
  ])('%o does what it says', (broken, expected) => {
    const said = readTen(broken)
    expect(said).toHaveLength(10)
    for (const [row, reading] of said.entries()) expect(reading).toMatchObject(expected(row))
  })

  it('double times, with the same value or another one', () => {
    const same = readTen({ kind: 'duplicate-times', ...common, isOther: false })
    expect(same).toEqual(well.flatMap((reading) => [reading, reading]))
    const other = readTen({ kind: 'duplicate-times', ...common, isOther: true })
    for (const [row, { timeMs }] of well.entries()) {
      expect(other[2 * row + 1].timeMs).toBe(timeMs)
      expect(other[2 * row + 1].value).not.toBe(other[2 * row].value)
    }
  })

  it('are checked before', () => {
    expect(fault.safeParse({ kind: 'frozen', tags: '*', forS: -1 }).success).toBe(false)
    expect(fault.safeParse({ kind: 'explode', forS: 1 }).success).toBe(false)
  })
})

describe('the tags', () => {
  it('are 200 a line, each with one name, a known unit and a way out', () => {
    const tags = makeCatalog({ lines: 50, allByOpcUa: true })
    expect(lineMeasures).toHaveLength(200)
    expect(new Set(tags.map(({ name }) => name)).size).toBe(10_000)
    expect(tags.every(({ channels: ways }) => ways.includes('opc-ua'))).toBe(true)
    expect(tags.filter(({ unit }) => unit !== undefined && !(unit in uneceUnits))).toEqual([])
  })

  it('say on each way that all is simulated, and no name goes without', () => {
    const tags = makeCatalog({ lines: 1, allByOpcUa: false })
    for (const channel of channels)
      expect(tags.filter(({ name, channels: [way] }) => way === channel && isLabelTag(name))).toHaveLength(1)
    expect(() => requireLabels(shownNames())).not.toThrow()
    expect(() => requireLabels(['Works 1'])).toThrow('Works 1')
  })
})
