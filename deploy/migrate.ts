/** A job: makes the keys, brings the database to this version, and gives the gateway's role what it needs and no more. */
import { provideKeyRing } from '#config/key-ring.ts'
import { readSupervisorConfig } from '#config/supervisor.ts'
import { grantApiRights } from '#runtime/api-role.ts'
import { upgrade } from '#runtime/upgrade.ts'

const { dataDir, databaseUrl, apiDatabaseUrl } = readSupervisorConfig()
if (!databaseUrl || !apiDatabaseUrl) throw new Error('DATABASE_URL and ECOKI_API_DATABASE_URL are needed')
provideKeyRing(dataDir)
console.log(await upgrade(databaseUrl, async () => 'left to the owner of DATABASE_URL'))
const { username, password } = new URL(apiDatabaseUrl)
await grantApiRights(databaseUrl, {
  name: decodeURIComponent(username),
  password: decodeURIComponent(password),
})
