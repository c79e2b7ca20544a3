import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import pg from 'pg'
import { isAlive } from '#config/processes.ts'
import { ok, problem, warning } from './check.ts'
import type { Finding, Patient } from './check.ts'

const start = 'npm start -- --detach'
const connectTimeoutMs = 3_000

/** The supervisor and everything it keeps running. */
export function checkProcesses({ config, running }: Patient): Finding[] {
  if (!running) {
    if (config.databaseUrl && config.temporalAddress)
      return [ok('supervisor', 'not needed: servers are given')]
    return [problem('supervisor', `no EcoKI runs for ${config.checkout}`, start)]
  }
  const supervisor = ok('supervisor', `process ${running.supervisor.pid} since ${running.startedAt}`)
  return [supervisor, ...running.processes.map((process) => checkProcess(process))]
}

function checkProcess(process: NonNullable<Patient['running']>['processes'][number]): Finding {
  const { name, state, restarts, pid, startTicks } = process
  const lives = pid !== undefined && startTicks !== undefined && isAlive({ pid, startTicks })
  const found = `${state}${lives ? `, process ${pid}` : ''}${restarts > 0 ? `, started again ${restarts} times` : ''}`
  if (state === 'running' && lives)
    return restarts > 0 ? warning(name, found, `npx ecoki logs ${name}`) : ok(name, found)
  return problem(name, found, `npx ecoki logs ${name}`)
}

/** Whether the database answers and has what EcoKI needs. */
export async function checkDatabase({ config, running }: Patient): Promise<Finding> {
  const url = config.databaseUrl ?? running?.databaseUrl
  if (!url) return problem('database', 'not running', start)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectTimeoutMs })
  try {
    await client.connect()
    return await inspectDatabase(client)
  } catch (error) {
    return problem('database', (error as Error).message, 'npx ecoki logs postgres')
  } finally {
    await client.end()
  }
}

async function inspectDatabase(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ version: string; timescale: string | null; size: string }>(
    `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size,
       (select extversion from pg_extension where extname = 'timescaledb') as timescale`,
  )
  const { version, timescale, size } = rows[0]
  const found = `PostgreSQL ${version.split(' ')[0]}, ${size}`
  if (timescale) return ok('database', `${found}, TimescaleDB ${timescale}`)
  return problem('database', `${found}, no TimescaleDB`, 'Install TimescaleDB on this server, then npm start')
}

/** Whether the workflow engine answers, and how long it keeps what is finished. */
export async function checkTemporal({ config, running }: Patient): Promise<Finding> {
  const address = config.temporalAddress ?? running?.temporalAddress
  if (!address) return problem('temporal', 'not running', start)
  let connection: Connection | undefined
  try {
    connection = await Connection.connect({ address, connectTimeout: connectTimeoutMs })
    const [{ serverVersion }, { config: namespace }] = await Promise.all([
      connection.workflowService.getSystemInfo({}),
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    ])
    const days = Number(namespace?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400
    const size = config.temporalAddress ? '' : ` in ${sizeText(join(config.dataDir, 'temporal'))}`
    return ok('temporal', `${address}, server ${serverVersion}, finished runs kept ${days} days${size}`)
  } catch (error) {
    return problem('temporal', `${address}: ${(error as Error).message}`, 'npx ecoki logs temporal')
  } finally {
    await connection?.close()
  }
}

/** What the files of a folder take, in MB. */
function sizeText(folder: string): string {
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** The processes, and whether the servers among them answer. */
export async function checkServices(patient: Patient): Promise<Finding[]> {
  return [...checkProcesses(patient), await checkDatabase(patient), await checkTemporal(patient)]
}
