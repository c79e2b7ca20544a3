/** Units as OPC UA names them (codes of UN/CEFACT) in UCUM. */

/** What servers say of a variable's unit. */
export interface EuInformation {
  namespaceUri: string | null
  unitId: number
  displayName: { text?: string | null } | null
}

const cefact = 'http://www.opcfoundation.org/UA/units/un/cefact'

const ucumOfCode: Record<string, string> = {
  CEL: 'Cel',
  FAH: '[degF]',
  KEL: 'K',
  BAR: 'bar',
  MBR: 'mbar',
  PAL: 'Pa',
  HPA: 'hPa',
  KPA: 'kPa',
  MPA: 'MPa',
  PS: '[psi]',
  WTT: 'W',
  KWT: 'kW',
  MAW: 'MW',
  D46: 'V.A',
  KVA: 'kV.A',
  WHR: 'W.h',
  KWH: 'kW.h',
  MWH: 'MW.h',
  JOU: 'J',
  KJO: 'kJ',
  '3B': 'MJ',
  VLT: 'V',
  '2Z': 'mV',
  KVT: 'kV',
  AMP: 'A',
  '4K': 'mA',
  OHM: 'Ohm',
  HTZ: 'Hz',
  KHZ: 'kHz',
  MHZ: 'MHz',
  MTR: 'm',
  CMT: 'cm',
  MMT: 'mm',
  '4H': 'um',
  KMT: 'km',
  MTK: 'm2',
  MTQ: 'm3',
  LTR: 'L',
  MLT: 'mL',
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  MQH: 'm3/h',
  MQS: 'm3/s',
  L2: 'L/min',
  E32: 'L/h',
  KGS: 'kg/s',
  E93: 'kg/h',
  MTS: 'm/s',
  C16: 'mm/s',
  KMH: 'km/h',
  MSK: 'm/s2',
  RPM: '/min',
  RPS: '/s',
  SEC: 's',
  C26: 'ms',
  MIN: 'min',
  HUR: 'h',
  DAY: 'd',
  NEW: 'N',
  B47: 'kN',
  NU: 'N.m',
  P1: '%',
  '59': '[ppm]',
  C62: '1',
  DD: 'deg',
  C81: 'rad',
  '2N': 'dB',
}

/** `unit` in UCUM where the code is known, and the server's own word for it. */
export function unitOf(information: EuInformation): {
  unit?: string
  unitText?: string
} {
  const unit = information.namespaceUri === cefact ? ucumOfCode[codeOf(information.unitId)] : undefined
  const unitText = information.displayName?.text?.slice(0, 100)
  return { ...(unit && { unit }), ...(unitText && { unitText }) }
}

/** The number holds up to three characters, the first in the highest byte. */
export function codeOf(unitId: number): string {
  const bytes = [unitId >>> 24, unitId >>> 16, unitId >>> 8, unitId].map((byte) => byte & 0xff)
  return String.fromCharCode(...bytes.filter((byte) => byte !== 0))
}
