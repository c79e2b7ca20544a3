import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import type { Column, TableSchema } from '#pipeline/ports.ts'
import { fillTemplate, templateSchema } from '#pipeline/template.ts'
import type { Template } from '#pipeline/template.ts'
import { validate } from '#pipeline/validate.ts'
import { localData } from '#test/fixtures/local-data.ts'
import { runDocument } from '#test/fixtures/run-plan.ts'
import { articleSchema } from './contract.ts'
import { readContent } from './content.ts'

const { index, objects } = await readContent(catalog, join(import.meta.dirname, 'content'))
const templates = index.templates.map(({ hash }) => templateSchema.parse(JSON.parse(objects.get(hash)!)))
const articles = index.articles.map(({ hash }) => articleSchema.parse(JSON.parse(objects.get(hash)!)))

it.each(templates)('$id runs as it is, without a warning, on the data it brings', async ({ document }) => {
  await using local = await localData()
  const { issues, values } = await runDocument(document, { data: local.data })
  expect(issues).toEqual([])
  expect([...values.values()].some((value) => value.type === 'chart')).toBe(true)
})

/** A table of a user that has what the template wants, under other names. */
function ownTable({ placeholders }: Template): TableSchema {
  const known = { stamp: 'interval-start', nullable: false, availabilityUs: 900_000_000 } as const
  const columns = placeholders.map(({ column, type, unit, quantity, kind }): Column => {
    return { name: `own ${column}`, ...known, type, unit, quantity, kind }
  })
  return {
    columns: [{ name: 'stamp', type: 'time', ...known, availabilityUs: null }, ...columns],
    time: { column: 'stamp', zone: 'Europe/Berlin', grid: { stepUs: 900_000_000 } },
  }
}

const reader = { block: 'read-csv', version: 1, port: 'table' }

function fill(template: Template, schema: TableSchema) {
  const columns = Object.fromEntries(template.placeholders.map(({ column }) => [column, `own ${column}`]))
  return fillTemplate(template, {
    id: 'mine',
    name: 'Mine',
    reader: { ...reader, config: {} },
    schema,
    columns,
  })
}

it.each(templates)('$id takes a table of one’s own, and keeps all its wires', (template) => {
  const { document, problems } = fill(template, ownTable(template))
  expect(problems).toEqual([])
  const codes = validate(document, catalog).issues.map(({ code, node }) => `${code} ${node}`)
  // The reader has not looked at its file in this test: that is the only thing that is missing.
  expect(codes.filter((code) => !code.endsWith(template.source.node))).toEqual([])
  expect(document?.edges.length).toBe(template.document.edges.length + 1)
})

it('converts units where they can be converted, and refuses where not', () => {
  const template = templates.find(({ id }) => id === 'day-ahead-forecast')!
  const schema = ownTable(template)
  schema.columns[1].unit = 'MW.h'
  const converted = fill(template, schema).document?.nodes.find(({ block }) => block === 'convert-units')
  expect(converted?.config).toEqual({ columns: [{ column: 'own energy', unit: 'kW.h', quantity: 'energy' }] })
  schema.columns[1] = { ...schema.columns[1], unit: 'm', quantity: undefined }
  expect(fill(template, schema).problems).toMatchObject([{ placeholder: 'energy', code: 'unit' }])
})

it('names everything that is missing', () => {
  const template = templates.find(({ id }) => id === 'energy-drivers')!
  const schema: TableSchema = {
    columns: [{ ...ownTable(template).columns[1], type: 'text', unit: undefined }],
  }
  const filling = { id: 'mine', name: 'Mine', reader: { ...reader, config: {} }, schema }
  const { problems } = fillTemplate(template, { ...filling, columns: { energy: 'own energy', flow: 'gone' } })
  expect(problems.map(({ placeholder, code }) => `${placeholder ?? 'table'} ${code}`)).toEqual([
    'table time-missing',
    'energy column-type',
    'flow column-missing',
    'pressure_setpoint column-not-chosen',
    'ambient_temperature column-not-chosen',
  ])
})

it('names no template that does not exist', () => {
  const ids = templates.map(({ id }) => id)
  for (const { template } of articles) if (template !== undefined) expect(ids).toContain(template)
})

it('marks made-up stories as examples', () => {
  for (const { kind, isExample } of articles) expect(isExample).toBe(kind === 'story')
})
