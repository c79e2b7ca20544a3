/** `ecoki admin link`. */
import { Command } from 'commander'
import { readRunningInstance } from '#config/instance.ts'
import { readCliConfig } from '#config/cli.ts'
import { exitCodes } from '../exit-codes.ts'
import { withLocalApp } from '../with-local-app.ts'

export function admin(): Command {
  const link = new Command('link')
    .description(
      'Print a link that works once: it makes the first account, or sets a new password for an administrator.',
    )
    .option('--email <address>', 'which administrator; needed where there are several')
    .action(({ email }: { email?: string }) =>
      withLocalApp(async (app) => {
        const { makeAdminLink } = await import('#api/use-cases/accounts/admin-link.ts')
        const { path, expiresAt } = await makeAdminLink(app, email)
        const url = readRunningInstance(readCliConfig().dataDir)?.url ?? ''
        process.stdout.write(`${url}${path}\n`)
        process.stderr.write(`It works once, until ${expiresAt}.\n`)
        return exitCodes.done
      }),
    )
  return new Command('admin').description('Get in where nobody can sign in any more.').addCommand(link)
}
