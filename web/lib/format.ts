/** Numbers, times and sizes as people read them. */
import type { Language } from '#pipeline/render-text.ts'

const locales: Record<Language, string> = { de: 'de-DE', en: 'en-GB' }

export function localeOf(language: Language): string {
  return locales[language]
}

/** Six significant digits at most, powers of ten where zeros would hide the number; '–' for what is not there. */
export function formatNumber(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined) return '–'
  const size = Math.abs(value)
  const isExtreme = (size > 0 && size < 1e-5) || (size >= 1e12 && Number.isFinite(size))
  if (isExtreme)
    return value
      .toExponential(5)
      .replace(/\.?0+e/, 'e')
      .replace('.', language === 'de' ? ',' : '.')
  return value.toLocaleString(localeOf(language), { maximumSignificantDigits: 6 })
}

/** Every digit of a count. */
export function formatCount(value: number | null | undefined, language: Language): string {
  return value === null || value === undefined ? '–' : value.toLocaleString(localeOf(language))
}

/** '340 ms', '12.4 s', '3 min 20 s', '2 h 5 min', '4 d 2 h'. */
export function formatSpan(ms: number | null | undefined, language: Language): string {
  if (ms === null || ms === undefined) return '–'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1_000).toLocaleString(localeOf(language), { maximumFractionDigits: 1 })} s`
  return twoUnits(Math.round(ms / 1_000))
}

function twoUnits(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const
  const first = units.findIndex(([, size]) => seconds >= size)
  const [name, size] = units[first]
  const smaller = units[first + 1]
  const rest = smaller && Math.floor((seconds % size) / smaller[1])
  return `${Math.floor(seconds / size)} ${name}${rest ? ` ${rest} ${smaller[0]}` : ''}`
}

/** Day and clock of an ISO string, in the browser's zone. */
export function formatTime(iso: string | null | undefined, language: Language): string {
  if (!iso) return '–'
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(iso),
  )
}

/** 'in 2 days', '3 minutes ago'; the exact time belongs into a title beside it. */
export function formatAgo(iso: string, language: Language, nowMs: number): string {
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' })
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1_000)
  const size = Math.abs(seconds)
  if (size < 60) return format.format(Math.round(seconds / 10) * 10 || 0, 'second')
  if (size < 3_600) return format.format(Math.round(seconds / 60), 'minute')
  if (size < 86_400) return format.format(Math.round(seconds / 3_600), 'hour')
  return format.format(Math.round(seconds / 86_400), 'day')
}

/** '1.2 MB': powers of 1000, as disks are sold. */
export function formatBytes(bytes: number | null | undefined, language: Language): string {
  if (bytes === null || bytes === undefined) return '–'
  const names = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** power
  return `${value.toLocaleString(localeOf(language), { maximumFractionDigits: power === 0 ? 0 : 1 })} ${names[power]}`
}
