/** Quality and name of OPC UA's status codes. */
import { StatusCodes } from 'node-opcua-client'
import type { StatusCode } from 'node-opcua-client'
import type { Quality } from '#adapters/sample-batch.ts'

/** What this adapter says of itself, with the names that OPC UA has for it. */
export const ownStatus = {
  noValue: 'BadNoData',
  wrongType: 'BadTypeMismatch',
  outOfRange: 'BadOutOfRange',
  noElement: 'BadIndexRangeNoData',
  tooLong: 'BadEncodingLimitsExceeded',
  rounded: 'UncertainSubNormal',
  noTime: 'BadInvalidTimestamp',
  unknownStructure: 'BadDataTypeIdUnknown',
} as const

/** The top two bits: 00 good, 01 uncertain, 10 and 11 bad. */
export function qualityOf(code: number): Quality {
  const severity = code >>> 30
  return severity === 0 ? 0 : severity === 1 ? 1 : 2
}

const names = new Map<number, string>()

/** The code's name without its information bits; '' for plain good; hexadecimal where OPC UA has no name. */
export function statusName(code: number): string {
  const base = (code & 0xffff0000) >>> 0
  if (base === 0) return ''
  if (names.size === 0) rememberNames()
  return names.get(base) ?? `0x${base.toString(16).toUpperCase().padStart(8, '0')}`
}

function rememberNames(): void {
  for (const [name, status] of Object.entries(StatusCodes as unknown as Record<string, StatusCode>)) {
    if (!name.includes('With') && !names.has(status.value)) names.set(status.value, name)
  }
}

const infoTypeDataValue = 0x0400
const overflowBit = 0x0080

/** Whether the server dropped samples of this node before this one. */
export function hasOverflow(code: number): boolean {
  return (code & 0x0c00) === infoTypeDataValue && (code & overflowBit) !== 0
}
