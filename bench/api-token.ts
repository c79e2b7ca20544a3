/** A token of somebody of the default project, made beside the gateway: benchmarks begin without people. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { defaultProjectId } from '#api/app.ts'
import { hashSecret, newSecret } from '#api/auth/secrets.ts'

/** Its secret. */
export async function makeToken(databaseUrl: string, role: 'viewer' | 'engineer'): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const [id, user, secret] = [randomUUID(), randomUUID(), newSecret()]
    const scopes = role === 'viewer' ? ['read'] : ['read', 'write']
    await client.query(`insert into app_user (id, name, email) values ($1, 'bench', $2)`, [
      user,
      `${user}@bench.example`,
    ])
    await client.query(`insert into membership values ($1, $2, $3)`, [user, defaultProjectId, role])
    await client.query(
      `insert into api_token (id, hash, name, owner_id, scopes) values ($1, $2, 'bench', $3, $4)`,
      [id, hashSecret(secret), user, scopes],
    )
    await client.query(`insert into api_token_role values ($1, $2, $3)`, [id, defaultProjectId, role])
    return secret
  } finally {
    await client.end()
  }
}
