import { isAscii } from 'node:buffer'
import * as arrow from 'apache-arrow'

/** Texts as Arrow's utf8. Throws RangeError beyond the half GiB that one string can hold. */
export function encodeTexts(texts: string[]): arrow.Data<arrow.Utf8> {
  const data = Buffer.from(texts.join(''))
  const valueOffsets = new Int32Array(texts.length + 1)
  for (let i = 0, end = 0; i < texts.length; i++) valueOffsets[i + 1] = end += Buffer.byteLength(texts[i])
  return arrow.makeData({ type: new arrow.Utf8(), length: texts.length, nullCount: 0, valueOffsets, data })
}

/** The texts of a dictionary. Plain ASCII is decoded at once: one by one takes several times as long. */
export function decodeTexts(data: arrow.Data | undefined): string[] {
  if (!data) throw new Error('no dictionary')
  const { valueOffsets, values, length } = data as arrow.Data<arrow.Utf8>
  const bytes = Buffer.from(values.buffer, values.byteOffset, valueOffsets[length])
  const ascii = isAscii(bytes) ? bytes.toString('latin1') : undefined
  return Array.from({ length }, (_, i) => {
    const [from, to] = [valueOffsets[i], valueOffsets[i + 1]]
    return ascii === undefined ? bytes.toString('utf8', from, to) : ascii.slice(from, to)
  })
}
