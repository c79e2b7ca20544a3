import { newQuality, newValues, qualityOrNone } from '#blocks/kernels/rows.ts'
import type { ColumnData } from '#pipeline/table.ts'
import { filledQuality, hasGap, isGap } from './gaps.ts'
import type { FillMissingConfig } from './spec.ts'

/** Every gap gets the value of the settings, whose type validation has compared with the column's. */
export function fillConstant(data: ColumnData, config: FillMissingConfig, hasQuality: boolean): ColumnData {
  const isGapAt = isGap(data, config.nanIsMissing)
  const rows = data.values.length
  if (!hasGap(rows, isGapAt)) return data
  const quality = newQuality(data, rows)
  for (let row = 0; row < rows; row++) if (isGapAt(row)) quality[row] = filledQuality()
  const filled =
    data.type === 'text' ? filledText(data, String(config.value)) : filledValues(data, config.value!, isGapAt)
  return { ...filled, type: data.type, quality: hasQuality ? qualityOrNone(quality) : undefined }
}

function filledValues(data: ColumnData, value: number | string | boolean, isGapAt: (row: number) => boolean) {
  const values = newValues(data.type, data.values.length)
  const constant = data.type === 'integer' ? BigInt(value) : Number(value)
  for (let row = 0; row < values.length; row++) {
    values[row] = isGapAt(row) ? constant : data.values[row]
  }
  return { values }
}

/** The dictionary stays in order of first use. */
function filledText(data: ColumnData, value: string) {
  const values = newValues('text', data.values.length)
  const codes = new Map<string, number>()
  const isGapAt = isGap(data, false)
  for (let row = 0; row < values.length; row++) {
    const text = isGapAt(row) ? value : data.dictionary![data.values[row] as number]
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    values[row] = code
  }
  return { values, dictionary: [...codes.keys()] }
}
