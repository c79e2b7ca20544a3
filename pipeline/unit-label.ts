/** Units as people write them. */
import type { Localized } from './block-spec.ts'

const written: Record<string, string> = {
  '1': '',
  '%': '%',
  Cel: '°C',
  'kW.h': 'kWh',
  'MW.h': 'MWh',
  'W.h': 'Wh',
  'kV.A': 'kVA',
  'kvar.h': 'kvarh',
  '1/h': '1/h',
}

const suffixes: Record<string, Localized> = {
  'pressure.gauge': { de: ' Überdruck', en: ' gauge' },
  'pressure.absolute': { de: ' absolut', en: ' absolute' },
}

/** '' where nothing is known. */
export function unitLabel({ unit, quantity }: { unit?: string; quantity?: string }): Localized {
  if (unit === undefined) return { de: '', en: '' }
  const text = written[unit] ?? plain(unit)
  const suffix = suffixes[quantity ?? ''] ?? { de: '', en: '' }
  return { de: text + suffix.de, en: text + suffix.en }
}

function plain(unit: string): string {
  return unit
    .replaceAll('m3{norm}', 'Nm³')
    .replaceAll('m3', 'm³')
    .replaceAll('m2', 'm²')
    .replaceAll('.', '·')
    .replace(/[{}]/g, '')
}
