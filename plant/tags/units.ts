/** UCUM codes as OPC UA says units: UNECE common code, symbol, name (UNECE recommendation 20). */
export const uneceUnits: Record<string, [code: string, symbol: string, name: string]> = {
  '%': ['P1', '%', 'percent'],
  '1': ['C62', '1', 'one'],
  '/h': ['H10', '1/h', 'reciprocal hour'],
  '/min': ['RPM', 'r/min', 'revolutions per minute'],
  A: ['AMP', 'A', 'ampere'],
  Cel: ['CEL', '°C', 'degree Celsius'],
  Hz: ['HTZ', 'Hz', 'hertz'],
  V: ['VLT', 'V', 'volt'],
  'W.h': ['WHR', 'W·h', 'watt hour'],
  bar: ['BAR', 'bar', 'bar [unit of pressure]'],
  h: ['HUR', 'h', 'hour'],
  'kV.A': ['KVA', 'kV·A', 'kilovolt - ampere'],
  kW: ['KWT', 'kW', 'kilowatt'],
  'kW.h': ['KWH', 'kW·h', 'kilowatt hour'],
  kg: ['KGM', 'kg', 'kilogram'],
  kvar: ['KVR', 'kvar', 'kilovar'],
  'kvar.h': ['K3', 'kvar·h', 'kilovolt ampere reactive hour'],
  m: ['MTR', 'm', 'metre'],
  'm/min': ['2X', 'm/min', 'metre per minute'],
  m3: ['MTQ', 'm³', 'cubic metre'],
  'm3/h': ['MQH', 'm³/h', 'cubic metre per hour'],
  mbar: ['MBR', 'mbar', 'millibar'],
  'mm/s': ['C16', 'mm/s', 'millimetre per second'],
}

/** UnitId of EUInformation: the letters of the common code as bytes of one number (OPC UA part 8, 5.6.3). */
export function unitId(commonCode: string): number {
  return [...commonCode].reduce((id, letter) => id * 256 + letter.charCodeAt(0), 0)
}
