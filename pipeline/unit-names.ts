/** How people and files write units, and what they mean. */
import type { Physical } from './quantities.ts'
import { isUnit } from './units.ts'

const names: Record<string, Physical> = {
  '°C': { unit: 'Cel', quantity: 'temperature' },
  degC: { unit: 'Cel', quantity: 'temperature' },
  '°F': { unit: '[degF]', quantity: 'temperature' },
  Wh: { unit: 'W.h' },
  kWh: { unit: 'kW.h' },
  MWh: { unit: 'MW.h' },
  GWh: { unit: 'GW.h' },
  VA: { unit: 'V.A' },
  kVA: { unit: 'kV.A' },
  var: { unit: 'V.A', quantity: 'power.reactive' },
  kvar: { unit: 'kV.A', quantity: 'power.reactive' },
  kvarh: { unit: 'kV.A.h', quantity: 'energy.reactive' },
  kVarh: { unit: 'kV.A.h', quantity: 'energy.reactive' },
  barg: { unit: 'bar', quantity: 'pressure.gauge' },
  'bar(g)': { unit: 'bar', quantity: 'pressure.gauge' },
  bara: { unit: 'bar', quantity: 'pressure.absolute' },
  'bar(a)': { unit: 'bar', quantity: 'pressure.absolute' },
  '€': { unit: '{EUR}', quantity: 'currency.EUR' },
  EUR: { unit: '{EUR}', quantity: 'currency.EUR' },
  '€/kWh': { unit: '{EUR}/(kW.h)' },
  'EUR/kWh': { unit: '{EUR}/(kW.h)' },
  '€/MWh': { unit: '{EUR}/(MW.h)' },
  'EUR/MWh': { unit: '{EUR}/(MW.h)' },
  tCO2e: { unit: 't{CO2e}', quantity: 'mass.CO2e' },
  tCO2: { unit: 't{CO2e}', quantity: 'mass.CO2e' },
  kgCO2e: { unit: 'kg{CO2e}', quantity: 'mass.CO2e' },
  'kgCO2e/kWh': { unit: 'kg{CO2e}/(kW.h)' },
  Nm3: { unit: 'm3{norm}', quantity: 'volume.norm' },
  'Nm³': { unit: 'm3{norm}', quantity: 'volume.norm' },
  'Nm3/h': { unit: 'm3{norm}/h' },
  'Nm³/h': { unit: 'm3{norm}/h' },
  'm³': { unit: 'm3' },
  'm³/h': { unit: 'm3/h' },
  'm²': { unit: 'm2' },
  rpm: { unit: '/min' },
  '1/min': { unit: '/min' },
}

/** Unit and quantity of a text such as 'kWh', 'barg', 'Nm³/h' or a UCUM code; undefined when it means nothing. */
export function unitFromText(text: string): Physical | undefined {
  const name = text.trim()
  if (Object.hasOwn(names, name)) return { ...names[name] }
  return isUnit(name) ? { unit: name } : undefined
}
