import { expect, test } from 'vitest'
import type { Chart } from './chart.ts'
import { renderReport } from './report.ts'
import { unitLabel } from '#pipeline/unit-label.ts'

const hostile = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&`

const chart: Chart = {
  ecokiChart: 1,
  kind: 'line',
  title: `${hostile}</title>`,
  x: { label: 'time', zone: 'Europe/Berlin', from: 0, to: 1 },
  y: [{ label: hostile, unit: 'kW.h' }],
  series: [{ name: hostile, axis: 0, x: [0, 1], y: [1, null] }],
  rows: 2,
  reduced: false,
}

test('text from the outside cannot leave its place', async () => {
  const html = await renderReport(chart)
  expect(html).not.toContain('<img')
  expect(html).not.toContain('alert(1)</script>')
  expect(html.match(/<script/g)).toHaveLength(3)
  expect(html.match(/<\/script/g)).toHaveLength(3)
  expect(html.match(/<title>.*<\/title>/)?.[0].match(/</g)).toHaveLength(2)
})

test('the data come through unchanged', async () => {
  const html = await renderReport(chart)
  const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  expect(JSON.parse(data)).toEqual({
    ...chart,
    units: { x: { de: '', en: '' }, y: [{ de: 'kWh', en: 'kWh' }] },
  })
})

test('the page holds all it needs and may load nothing', async () => {
  const html = await renderReport(chart)
  expect(html).toContain("default-src 'none'")
  expect(html).toContain('var uPlot=')
  expect(html).toContain('The MIT License')
  expect(html).not.toMatch(/\s(src|href)=["']/)
  expect(html).not.toMatch(/@import|url\(/)
})

test('units as people write them', () => {
  expect(unitLabel({ unit: 'Cel', quantity: 'temperature' }).de).toBe('°C')
  expect(unitLabel({ unit: 'm3{norm}/h' }).en).toBe('Nm³/h')
  expect(unitLabel({ unit: 'bar', quantity: 'pressure.gauge' })).toEqual({
    de: 'bar Überdruck',
    en: 'bar gauge',
  })
  expect(unitLabel({ unit: 't{CO2e}' }).en).toBe('tCO2e')
  expect(unitLabel({})).toEqual({ de: '', en: '' })
})
