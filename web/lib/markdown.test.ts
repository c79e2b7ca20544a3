import { expect, test } from 'vitest'
import { parseMarkdown } from './markdown.ts'

const text = (value: string) => ({ kind: 'text', text: value })

test('paragraphs, headings, lists and code', () => {
  const source = '# A\n\none\ntwo\n- x\n  more\n- y\n\n1. first\n2. second\n\n```json\n{ "a": 1 }\n```\nend'
  expect(parseMarkdown(source)).toEqual([
    { kind: 'heading', level: 1, inline: [text('A')] },
    { kind: 'paragraph', inline: [text('one two')] },
    { kind: 'list', isOrdered: false, items: [[text('x more')], [text('y')]] },
    { kind: 'list', isOrdered: true, items: [[text('first')], [text('second')]] },
    { kind: 'code', text: '{ "a": 1 }' },
    { kind: 'paragraph', inline: [text('end')] },
  ])
})

test('marks within a line', () => {
  expect(parseMarkdown('a `b*c*` **d** *e* [f](https://example.org/x) 2 * 3 * 4')).toEqual([
    {
      kind: 'paragraph',
      inline: [
        text('a '),
        { kind: 'code', text: 'b*c*' },
        text(' '),
        { kind: 'strong', text: 'd' },
        text(' '),
        { kind: 'em', text: 'e' },
        text(' '),
        { kind: 'link', text: 'f', href: 'https://example.org/x' },
        text(' 2 * 3 * 4'),
      ],
    },
  ])
})

test('what would be markup or a script stays text', () => {
  const sources = ['<img src=x onerror=alert(1)>', '[x](javascript:alert(1))', '[x](//evil)']
  for (const source of sources)
    expect(parseMarkdown(source)).toEqual([{ kind: 'paragraph', inline: [text(source)] }])
})

test('an unclosed code block goes to the end; nothing loops', () => {
  expect(parseMarkdown('```\nx')).toEqual([{ kind: 'code', text: 'x' }])
  expect(parseMarkdown('')).toEqual([])
})
