/** A CSV file of a million rows and eight columns, the way a historian exports it. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export const rows = 1_000_000
export const numbers = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** One row a minute; numbers of up to ten digits that look measured and never repeat a row. */
function* lines(): Generator<string> {
  yield `${['time', ...numbers].join(',')}\n`
  for (let row = 0; row < rows;) {
    let text = ''
    for (const end = row + 1_000; row < end; row++) {
      const values = numbers.map((_, at) => (((row * (at + 7)) % 99_991) / 16).toFixed(3))
      text += `${new Date(1.5e12 + row * 60_000).toISOString().slice(0, 19)},${values.join(',')}\n`
    }
    yield text
  }
}

export function writeCsvFile(path: string): Promise<void> {
  return pipeline(Readable.from(lines()), createWriteStream(path))
}
