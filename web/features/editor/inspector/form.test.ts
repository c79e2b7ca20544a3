import { describe, expect, it } from 'vitest'
import { catalog } from '#blocks/specs.ts'
import { describeCatalog } from '#pipeline/block-description.ts'
import { choiceLabel, fieldHelp, fieldLabel } from './field-texts.ts'
import { formSchema, withDefaults, withoutDefaults } from './form-schema.ts'
import { joinDuration, parseNumber, splitDuration, writeNumber } from './numbers.ts'
import { schemaErrors, validator } from './validator.ts'

const blocks = describeCatalog(catalog)

describe('numbers as they are typed', () => {
  it.each([
    ['1,5', 'de', 1.5],
    ['1.5', 'de', 1.5],
    ['1.5', 'en', 1.5],
    ['−2', 'en', -2],
    [' 3e2 ', 'de', 300],
    [',5', 'de', 0.5],
  ] as const)('%j in %s is %d', (text, language, value) => {
    expect(parseNumber(text, language)).toBe(value)
  })

  it.each([
    ['1,5', 'en'],
    ['1.000,5', 'de'],
    ['', 'de'],
    ['1e999', 'en'],
    ['x', 'en'],
  ] as const)('%j in %s is none', (text, language) => {
    expect(parseNumber(text, language)).toBeUndefined()
  })

  it('are written so that they can be typed again', () => {
    for (const value of [0, -1.25, 1e-7, 123456789.123])
      for (const language of ['de', 'en'] as const)
        expect(parseNumber(writeNumber(value, language), language)).toBe(value)
  })

  it('lengths of time are kept with a point', () => {
    expect(splitDuration('15 min')).toEqual({ amount: '15', unit: 'min' })
    expect(splitDuration('0s')).toEqual({ amount: '0', unit: 's' })
    expect(joinDuration({ amount: '1,5', unit: 'h' }, 'de')).toBe('1.5 h')
    expect(joinDuration({ amount: 'x', unit: 'h' }, 'de')).toBe('x h')
  })
})

describe('a form', () => {
  const resample = blocks.find(({ spec }) => spec.id === 'resample')!

  it('shows defaults and writes none', () => {
    const shown = withDefaults(resample.configSchema, {})
    expect(shown).toMatchObject({ step: '1 h', label: 'interval-start', columns: [] })
    expect(withoutDefaults(resample.configSchema, {}, shown)).toEqual({})
    expect(withoutDefaults(resample.configSchema, {}, { ...shown, step: '2 h' })).toEqual({ step: '2 h' })
    expect(withoutDefaults(resample.configSchema, { step: '2 h' }, { ...shown, step: '1 h' })).toEqual({
      step: '1 h',
    })
  })

  it('asks first for what is needed: the file, then what is required', () => {
    const order = (id: string) => {
      const { configSchema, spec } = blocks.find(({ spec: own }) => own.id === id)!
      const context = { block: id, language: 'en' as const, fileField: spec.fileField }
      return Object.keys(formSchema(configSchema, {}, context).schema.properties!)
    }
    expect(order('read-csv')[0]).toBe('file')
    expect(order('linear-regression-fit')[0]).toBe('target')
  })

  it('keeps what it does not show', () => {
    const csv = blocks.find(({ spec }) => spec.id === 'read-csv')!
    const before = { file: 'a.csv', detected: { dialect: {} } }
    expect(withoutDefaults(csv.configSchema, before, { file: 'a.csv', zone: 'Europe/Berlin' })).toEqual({
      file: 'a.csv',
      zone: 'Europe/Berlin',
      detected: { dialect: {} },
    })
  })

  it('has a widget for columns, lengths of time, choices and parameters', () => {
    const { uiSchema } = formSchema(
      resample.configSchema,
      { label: { $param: 'p' } },
      { block: 'resample', language: 'de' },
    )
    expect(uiSchema.step).toEqual({ 'ui:widget': 'duration' })
    expect(uiSchema.label).toEqual({ 'ui:field': 'parameter' })
    expect(uiSchema.columns.items.column).toEqual({ 'ui:widget': 'column' })
  })

  it('knows a German name and help for every setting of every block', () => {
    for (const { spec, configSchema } of blocks) {
      const properties = configSchema.properties as Record<string, { description?: string }>
      for (const [name, { description }] of Object.entries(properties)) {
        const english = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
        const known = fieldLabel(name, 'de', spec.id) !== english.charAt(0).toUpperCase() + english.slice(1)
        expect([spec.id, name, known || ['name', 'tags'].includes(name)]).toEqual([spec.id, name, true])
        const help =
          description === undefined || fieldHelp(name, 'de', { block: spec.id, english: description })
        expect([spec.id, name, Boolean(help)]).toEqual([spec.id, name, true])
      }
    }
    expect(choiceLabel('interval-start', 'de')).toBe('Beginn des Abschnitts')
  })
})

describe('the validator', () => {
  it('agrees with the blocks about their examples, without compiling code', () => {
    const compile = globalThis.Function
    globalThis.Function = (() => {
      throw new Error('no code may be compiled')
    }) as unknown as FunctionConstructor
    try {
      for (const { configSchema, example } of blocks)
        if (example) expect(schemaErrors(configSchema, example.config)).toEqual([])
    } finally {
      globalThis.Function = compile
    }
  })

  it('says where something is wrong', () => {
    const resample = blocks.find(({ spec }) => spec.id === 'resample')!
    expect(schemaErrors(resample.configSchema, { step: 'soon' }).map(({ property }) => property)).toContain(
      '.step',
    )
    expect(validator.isValid(resample.configSchema, { step: '1 h' }, resample.configSchema)).toBe(true)
  })
})
