/** What is refused, and what commands are handed. */
import { join } from 'node:path'
import { defaultProjectId as projectId } from '#api/app.ts'
import { newSecret } from '#api/auth/secrets.ts'
import { startCli } from '../fixtures/cli.ts'
import type { Planter } from './planter.ts'

/** What is refused is repeated nowhere: wrong passwords, tokens and cookies, secrets in the wrong field or address. */
export async function plantRefusals(planter: Planter): Promise<void> {
  const email = 'ada@plant.example'
  await planter.visitor.call('session.signIn', { email, password: planter.secret('wrong password') })
  await planter.visitor.call('session.signIn', {
    email,
    secret: planter.secret('value of a wrong field'),
    password: 'x',
  })
  await planter.visitor.call('session.acceptLink', {
    secret: planter.secret('wrong link'),
    password: planter.secret('password of nobody'),
  })
  await planter.visitor.call('users.me', {}, { as: { token: planter.secret('wrong token', newSecret()) } })
  const forged = planter.secret('forged cookie', newSecret())
  await planter.visitor.call(
    'users.me',
    {},
    { as: { cookies: [`ecoki.session_token=${forged}.${newSecret()}`] } },
  )
  const password = planter.secret('parameter of a wrong kind')
  const node = { id: 'a', block: 'simulated-history', version: 1, config: { days: 2, password } }
  const document = { ecoki: 1, id: 'refused', name: 'Refused', nodes: [node] }
  await planter.visitor.call('runs.start', { projectId, document, password }, { as: planter.admin })
  await planter.visitor.call('runs.start', { projectId, document }, { as: planter.admin })
  await planter.visitor.call(
    'tokens.create',
    { name: 'x', scopes: [planter.secret('wrong scope')], roles: [] },
    { as: planter.admin },
  )
  const query = encodeURIComponent(JSON.stringify({ secret: planter.secret('secret in an address') }))
  await planter.visitor.send(`/trpc/session.readLink?input=${query}&token=${query}`)
  await planter.visitor.send('/api/v1/session/signIn', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newSecret() },
    body: `{"password": ${JSON.stringify(planter.secret('broken JSON'))}`,
  })
  await planter.visitor.send('/api/v1/users/me', {
    method: 'POST',
    body: '{}',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${planter.secret('another scheme', newSecret())}`,
    },
  })
}

/** The command line, with what the environment hands it. */
export async function plantCommands(planter: Planter): Promise<void> {
  const passphrase = planter.secret('passphrase of backups')
  const file = join(planter.product.dataDir, 'backups', 'canary.ecoki')
  const token = planter.secret('wrong token of a command', newSecret())
  const calls: [string[], Record<string, string>][] = [
    [['backup', file], { ECOKI_BACKUP_PASSPHRASE: passphrase }],
    [['runs'], { ECOKI_TOKEN: token }],
    [['doctor'], {}],
    [['keys', 'rotate'], {}],
    [['logs', 'gateway'], {}],
  ]
  for (const [args, env] of calls) {
    const { stdout, stderr } = await startCli(planter.product.dataDir, args, env).result
    planter.output.push({ name: `ecoki ${args[0]}`, content: Buffer.from(stdout + stderr) })
  }
  planter.output.push({
    name: 'npm start',
    content: Buffer.from(planter.product.output().replaceAll(/welcome#\S{43}/g, '')),
  })
}
