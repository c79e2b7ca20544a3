/** How commands reach a gateway: that of this checkout with the token of this machine, or the one that is named. */
import { readFileSync } from 'node:fs'
import { readCliConfig } from './cli.ts'
import type { CliConfig } from './cli.ts'
import { EnvironmentError } from './environment.ts'
import { NotRunningError, readReadyInstance, tokenFile } from './instance.ts'

/** Where everything belongs until people make their own projects. */
const firstProject = '00000000-0000-7000-8000-000000000001'

export interface GatewayAccess {
  url: string
  token: string
  /** Absent: the only one that the token may use. */
  project?: string
}

/** Throws `NotRunningError` where no gateway is, and `EnvironmentError` where ECOKI_TOKEN is needed. */
export function findGateway(config: CliConfig = readCliConfig()): GatewayAccess {
  const { url, token, project } = config
  if (url === undefined) return localGateway(config)
  if (token !== undefined) return { url, token, project }
  const problem = 'is needed with ECOKI_URL: a token of that EcoKI'
  throw new EnvironmentError([{ name: 'ECOKI_TOKEN', value: '(not set)', problem }])
}

function localGateway(config: CliConfig): GatewayAccess {
  const { url } = readReadyInstance(config)
  if (url === undefined)
    throw new NotRunningError('EcoKI runs without its gateway. Start it again: npm stop, npm start')
  if (config.token !== undefined) return { url, token: config.token, project: config.project }
  return { url, token: readToken(config.dataDir), project: config.project ?? firstProject }
}

function readToken(dataDir: string): string {
  const file = tokenFile(dataDir)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new NotRunningError(`The token of this machine, ${file}, cannot be read (${String(code)}).`)
  }
}
