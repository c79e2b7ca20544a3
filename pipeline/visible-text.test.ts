import { describe, expect, test } from 'vitest'
import { catalog, pipeline, plantTable, reader } from './small-blocks.fixture.ts'
import { chain, lagNode } from './small-documents.fixture.ts'
import { validate } from './validate.ts'
import { isVisible, visible, visibleJson, visibleLines } from './visible-text.ts'

const hidden = [
  '\u0000',
  '\u001b',
  '\n',
  '\u007f',
  '\u0085',
  '\u009b',
  '\u061c',
  '\u200f',
  '\u2028',
  '\u202e',
  '\u2066',
  '\u2069',
]

describe('text that shows', () => {
  test.each(hidden)('%j does not', (sign) => {
    const code = `\\u${sign.codePointAt(0)!.toString(16).padStart(4, '0')}`
    expect(isVisible(`a${sign}b`)).toBe(false)
    expect(visible(`a${sign}b${sign}`)).toBe(`a${code}b${code}`)
    expect(JSON.parse(visibleJson({ [sign]: [sign] }))).toEqual({ [sign]: [sign] })
    expect(isVisible(visibleJson({ [sign]: [sign] }).replaceAll('\n', ''))).toBe(true)
  })

  test.each(['Kühlturm 2 · m³/h', 'Ψ 测量 😀', '\\u009b', ''])('%s stays', (text) => {
    expect(isVisible(text)).toBe(true)
    expect([visible(text), visibleLines(text)]).toEqual([text, text])
  })

  test('of several lines keeps them', () => {
    expect(visibleLines('a\n\tb\r\u009b')).toBe('a\n\tb\\u000d\\u009b')
  })
})

describe('names of a document', () => {
  test.each(hidden)('may not hold %j', (sign) => {
    const name = `a${sign}b`
    const refused = (document: object): string[] =>
      validate(document, catalog)
        .issues.filter(({ code }) => code === 'document-field')
        .map(({ field }) => String(field))
    expect(refused({ ...pipeline([reader]), name })).toEqual(['name'])
    expect(refused({ ...pipeline([reader]), id: name })).toEqual(['id'])
    expect(refused(pipeline([{ ...reader, id: name }]))).toEqual(['nodes.0.id'])
    expect(
      refused({ ...pipeline([reader]), parameters: { [name]: { schema: {}, default: 1 } } }),
    ).toHaveLength(1)
  })

  test('of columns show in problems', () => {
    const column = 'p\u202ewer\u009b2J'
    const table = { ...plantTable, columns: plantTable.columns.map((item) => ({ ...item, name: item.name })) }
    table.columns[1].name = column
    const { issues } = validate(chain(lagNode({ as: column, column }), table), catalog)
    expect(issues.map(({ message }) => message)).toEqual(['A column "p\\u202ewer\\u009b2J" exists already.'])
  })
})
