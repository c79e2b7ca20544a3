/** `ecoki audit verify`. */
import { Command } from 'commander'
import type { AuditProblem, AuditVerdict } from '#api/use-cases/verify-audit.ts'
import { auditHeadsFile, findInstance } from '#config/instance.ts'
import { exitCodes } from '../exit-codes.ts'
import { withLocalApp } from '../with-local-app.ts'

const texts: Record<AuditProblem['kind'], (at: string) => string> = {
  edited: (at) => `Row ${at} is not what was written.`,
  missing: (at) => `Rows ${at} are gone.`,
  order: (at) => `Row ${at} does not follow the row before it.`,
  head: (at) => `Row ${at} is not the one that was noted outside of the database.`,
  cut: (at) => `Rows ${at} were there when the end was noted, and are gone.`,
  unreadable: (at) => `The file of noted ends cannot be read: ${at}.`,
  'no-file': (at) => `There is no file ${at}: whether the end was cut off cannot be said.`,
}

export function audit(): Command {
  const verify = new Command('verify')
    .description('Find out whether rows of the audit were edited, deleted, inserted, moved or cut off.')
    .option('--heads <file>', 'where the ends were noted; default: audit-heads.log in the data folder')
    .option('--json', 'print the result as JSON')
    .action(({ heads, json }: { heads?: string; json?: boolean }) =>
      withLocalApp(async ({ pool }) => {
        const { verifyAudit } = await import('#api/use-cases/verify-audit.ts')
        const verdict = await verifyAudit(pool, heads ?? auditHeadsFile(findInstance().dataDir))
        process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : inWords(verdict))
        return verdict.problems.length === 0 ? exitCodes.done : exitCodes.failed
      }, json),
    )
  return new Command('audit').description('Who changed what, and who was refused what.').addCommand(verify)
}

function inWords({ rows, heads, problems }: AuditVerdict): string {
  const lines = problems.map(({ kind, at }) => texts[kind](at))
  const counted = `${rows} rows, ${heads ?? 0} noted ends: `
  return [
    ...lines,
    `${counted}${lines.length === 0 ? 'all is as it was written.' : 'not as written.'}`,
    '',
  ].join('\n')
}
