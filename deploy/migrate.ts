/** A job: brings the database to this version, and gives the gateway's role what it needs and no more. */
import { readSupervisorConfig } from '#config/supervisor.ts'
import { grantApiRights } from '#runtime/api-role.ts'
import { upgrade } from '#runtime/upgrade.ts'

const { databaseUrl, apiDatabaseUrl } = readSupervisorConfig()
if (!databaseUrl || !apiDatabaseUrl) throw new Error('DATABASE_URL and ECOKI_API_DATABASE_URL are needed')
console.log(await upgrade(databaseUrl, async () => 'left to the owner of DATABASE_URL'))
const { username, password } = new URL(apiDatabaseUrl)
await grantApiRights(databaseUrl, {
  name: decodeURIComponent(username),
  password: decodeURIComponent(password),
})
