/** `ecoki keys list`, `ecoki keys rotate` and `ecoki keys forget`. */
import { Command } from 'commander'
import type { KeyView } from '#api/use-cases/keys/rotate-keys.ts'
import { exitCodes } from '../exit-codes.ts'
import { withLocalApp } from '../with-local-app.ts'

const loadKeys = () => import('#api/use-cases/keys/rotate-keys.ts')

export function keys(): Command {
  return new Command('keys')
    .description('The keys that encrypt secrets, and what Temporal keeps.')
    .addCommand(list())
    .addCommand(rotate())
    .addCommand(forget())
}

function list(): Command {
  return new Command('list')
    .description('Print their names, never the keys themselves.')
    .option('--json', 'print them as JSON')
    .action(({ json = false }: { json?: boolean }) =>
      withLocalApp(async (app) => {
        const views = await (await loadKeys()).listKeys(app)
        process.stdout.write(json ? `${JSON.stringify(views, null, 2)}\n` : views.map(line).join(''))
        return exitCodes.done
      }, json),
    )
}

function rotate(): Command {
  return new Command('rotate')
    .description(
      'Make a new key, and encrypt all secrets of the database anew; may be called while EcoKI runs.',
    )
    .option('--same-key', 'make none: only finish a rotation that was broken off')
    .action(({ sameKey = false }: { sameKey?: boolean }) =>
      withLocalApp(async (app) => {
        const { keyId, secrets } = await (await loadKeys()).rotateKeys(app, !sameKey)
        process.stdout.write(`Key ${keyId} encrypts from now on; ${secrets} secrets were encrypted anew.\n`)
        process.stderr.write('Make a backup: earlier ones do not hold this key.\n')
        return exitCodes.done
      }),
    )
}

function forget(): Command {
  return new Command('forget')
    .description('Take a key away for good that nothing needs any more.')
    .argument('<key>', 'its name, as `ecoki keys list` shows it')
    .action((id: string) =>
      withLocalApp(async (app) => {
        await (await loadKeys()).forgetKey(app, id)
        process.stdout.write(`Key ${id} is gone.\n`)
        return exitCodes.done
      }),
    )
}

function line({ id, createdAt, isCurrent, secrets }: KeyView): string {
  const state = isCurrent ? 'encrypts' : 'only decrypts'
  return `${id}  ${createdAt ?? 'from ECOKI_KEYS'}  ${state}  ${secrets} secrets\n`
}
