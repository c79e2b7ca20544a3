/** How a file is written, out of what its reader found; and what one may choose instead. Pure. */

export interface Found {
  separator?: string
  decimalMark?: string
  dateFormat?: string
  timeColumn?: string
}

type Config = Record<string, unknown>

interface Detected {
  dialect?: { separator: string; decimalMark: string; names: string[]; dateFormats: Record<string, string> }
  columns?: { name: string; type: string }[]
  time?: { column: string }
}

export const separators = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'bar'],
  [' ', 'space'],
] as const

/** Nothing while nothing was detected. */
export function foundOf(config: Config | null | undefined): Found {
  const { dialect, time } = (config?.detected ?? {}) as Detected
  const timeColumn = time?.column
  return {
    separator: dialect?.separator,
    decimalMark: dialect?.decimalMark,
    dateFormat: timeColumn === undefined ? undefined : dialect?.dateFormats[timeColumn],
    timeColumn,
  }
}

/** Names of all columns in the file, with the one that is chosen. */
export function columnsFound(config: Config | null | undefined, chosen: string | undefined): string[] {
  const { dialect, columns } = (config?.detected ?? {}) as Detected
  const names = dialect?.names ?? columns?.map(({ name }) => name) ?? []
  return [...new Set([...(chosen === undefined ? [] : [chosen]), ...names])]
}

const formats = [
  ...['%d.%m.%Y %H:%M', '%d.%m.%Y %H:%M:%S', '%d.%m.%y %H:%M', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S'],
  ...['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%d.%m.%Y', '%Y-%m-%d'],
  ...['iso', 'iso-offset', 'epoch-s', 'epoch-ms', 'epoch-us'],
]

const named: Record<string, string> = {
  iso: '2024-12-31T23:59:58',
  'iso-offset': '2024-12-31T23:59:58+01:00',
  'epoch-s': '1735689598 (s)',
  'epoch-ms': '1735689598000 (ms)',
  'epoch-us': '1735689598000000 (µs)',
}

const parts: Record<string, string> = {
  ...{
    d: '31',
    m: '12',
    Y: '2024',
    y: '24',
    b: 'Dec',
    B: 'Dec',
    H: '23',
    I: '11',
    p: 'PM',
    M: '59',
    S: '58',
  },
  ...{ f: '123', z: '+0100', T: '23:59:58', F: '2024-12-31', '%': '%' },
}

/** Every format shows itself: the last minute of a year. */
export function dateFormatChoices(chosen: string | undefined): { value: string; label: string }[] {
  const all = chosen === undefined || formats.includes(chosen) ? formats : [chosen, ...formats]
  return all.map((format) => ({ value: format, label: dateExample(format) }))
}

export function dateExample(format: string): string {
  if (Object.hasOwn(named, format)) return named[format]
  return format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole)
}
