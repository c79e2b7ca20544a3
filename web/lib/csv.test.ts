import { expect, test } from 'vitest'
import { fileNameOf, toCsv } from './csv.ts'

test('text that would be a formula is made text, numbers are not touched', () => {
  const rows = [
    ['=1+1', '+49 30', '-5', '@SUM(A1)', '\tx', '\rx'],
    [-5, 1e-7, 0.1, null, true, 12345678901],
  ]
  expect(toCsv(['a', 'b', 'c', 'd', 'e', 'f'], rows)).toBe(
    '\uFEFFa,b,c,d,e,f\r\n' +
      `'=1+1,'+49 30,'-5,'@SUM(A1),'\tx,"'\rx"\r\n` +
      '-5,1e-7,0.1,,true,12345678901\r\n',
  )
})

test('separators, quotes and line breaks are quoted', () => {
  expect(toCsv(['=h,"1"'], [['a,b'], ['say "x"'], ['two\nlines']])).toBe(
    `\uFEFF"'=h,""1"""\r\n"a,b"\r\n"say ""x"""\r\n"two\nlines"\r\n`,
  )
})

test('titles become file names', () => {
  expect(fileNameOf('Größe / Zeit: §1', 'csv')).toBe('Größe-Zeit-1.csv')
  expect(fileNameOf('../..', 'png')).toBe('ecoki.png')
})
