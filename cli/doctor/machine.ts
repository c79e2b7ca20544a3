import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { readDiskForecast } from '#api/use-cases/disk-forecast.ts'
import { gibibytes, ok, problem, warning } from './check.ts'
import type { Finding, Patient } from './check.ts'

const gibibyte = 2 ** 30

/** The Node that runs this. */
export function checkNode(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major >= 24) return ok('node', process.version)
  const isEnough = major > 22 || (major === 22 && minor >= 18)
  const remedy = 'Use Node 24: `npm start` brings it along on Linux x64'
  return isEnough ? warning('node', process.version, remedy) : problem('node', process.version, remedy)
}

/** Free memory: PostgreSQL, Temporal and a worker need about 1 GiB, data come on top. */
export function checkMemory(): Finding {
  const free = availableMemory()
  const found = `${gibibytes(free)} free of ${gibibytes(totalmem())}`
  if (free >= 1.5 * gibibyte) return ok('memory', found)
  const remedy = 'Close other programs, or take a machine with 4 GiB or more'
  return free >= 0.5 * gibibyte ? warning('memory', found, remedy) : problem('memory', found, remedy)
}

/** Room where data and programs are kept. */
export function checkDisk({ config }: Patient): Finding[] {
  return [
    ['disk of data', config.dataDir],
    ['disk of cache', config.cacheDir],
  ].map(([check, directory]) => {
    const { bavail, bsize } = statfsSync(nearestExisting(directory))
    const found = `${gibibytes(bavail * bsize)} free for ${directory}`
    if (bavail * bsize >= 5 * gibibyte) return ok(check, found)
    const remedy = 'Free some space, or set ECOKI_DATA or ECOKI_CACHE to a larger disk'
    return bavail * bsize >= gibibyte ? warning(check, found, remedy) : problem(check, found, remedy)
  })
}

/** How long the room lasts, as the last days went. */
export async function checkGrowth({ config }: Patient): Promise<Finding[]> {
  if (!existsSync(config.dataDir)) return []
  const { state, daysLeft, growthPerDay } = await readDiskForecast(config.dataDir)
  if (growthPerDay === null) return [ok('disk forecast', 'not known yet: it takes six hours of running')]
  const growth = `${growthPerDay < 0 ? '-' : '+'}${gibibytes(Math.abs(growthPerDay))} a day`
  const found = daysLeft === null ? growth : `full in ${Math.floor(daysLeft)} days (${growth})`
  if (daysLeft === null || state === 'ok') return [ok('disk forecast', found)]
  const remedy = 'Delete runs that nobody needs (npx ecoki delete), or move to a larger disk'
  return [
    state === 'warning' ? warning('disk forecast', found, remedy) : problem('disk forecast', found, remedy),
  ]
}

/** The certificate that colleagues see. */
export function checkCertificate({ running }: Patient): Finding[] {
  const { certificate, validTo } = running?.door ?? {}
  if (!certificate || !validTo) return []
  const days = Math.floor((certificateEnd(certificate, validTo) - Date.now()) / 86_400_000)
  const found = `${certificate}, ${days} more days`
  if (days >= 30) return [ok('certificate', found)]
  const remedy = 'Renew it in place: EcoKI takes the new one within ten seconds'
  return [days >= 7 ? warning('certificate', found, remedy) : problem('certificate', found, remedy)]
}

/** The file may have been renewed since the start. */
function certificateEnd(file: string, atStart: string): number {
  return existsSync(file)
    ? new X509Certificate(readFileSync(file)).validToDate.getTime()
    : Date.parse(atStart)
}

/** The programs that `npm start` keeps in the cache. */
export function checkCache({ config }: Patient): Finding {
  const wanted = [
    ...(config.databaseUrl ? [] : ['postgres']),
    ...(config.temporalAddress ? [] : ['temporal']),
  ]
  const missing = wanted.filter((name) => !hasContent(join(config.cacheDir, name)))
  if (missing.length === 0) return ok('cache', config.cacheDir)
  return warning(
    'cache',
    `${missing.join(', ')} not in ${config.cacheDir}`,
    'npm start puts them there, once, with a network',
  )
}

/** Files with passwords belong to their owner only. */
export function checkPermissions({ config }: Patient): Finding[] {
  const files = ['secrets.json', 'instance.json', 'keys.json', 'session-key', 'token']
    .map((name) => join(config.dataDir, name))
    .filter((file) => existsSync(file))
  if (files.length === 0) return [ok('permissions', 'no passwords stored yet')]
  return files.map((file) => {
    const mode = (statSync(file).mode & 0o777).toString(8)
    if (mode === '600') return ok('permissions', `${file} ${mode}`)
    return problem('permissions', `${file} can be read by others (${mode})`, `chmod 600 ${file}`)
  })
}

// What Linux could hand out, caches included; elsewhere what is unused.
function availableMemory(): number {
  if (!existsSync('/proc/meminfo')) return freemem()
  const found = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))
  return found ? Number(found[1]) * 1024 : freemem()
}

function nearestExisting(directory: string): string {
  return existsSync(directory) ? directory : nearestExisting(dirname(directory))
}

function hasContent(directory: string): boolean {
  return existsSync(directory) && readdirSync(directory).length > 0
}
