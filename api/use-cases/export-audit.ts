/** Rows of the audit as CSV for people who open it in a spreadsheet program. */
import type { App } from '../app.ts'
import { auditEntrySchema, listAudit } from './list-audit.ts'
import type { AuditEntry, AuditRequest } from './list-audit.ts'

const columns = Object.keys(auditEntrySchema.shape) as (keyof AuditEntry)[]

export interface ExportedAudit {
  /** With a line of names; lines end with CR LF. */
  csv: string
  rows: number
  nextCursor: string | null
}

export async function exportAudit(
  app: Pick<App, 'pool' | 'projectId'>,
  request: AuditRequest,
): Promise<ExportedAudit> {
  const { items, nextCursor } = await listAudit(app, request)
  const lines = [columns, ...items.map((entry) => columns.map((column) => entry[column]))]
  const csv = lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
  return { csv, rows: items.length, nextCursor }
}

/** A text that a spreadsheet program would run as a formula gets an apostrophe in front; numbers stay. */
function cell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const text = /^[\s\p{Cf}]*[=+\-@|%]|^[\t\r\n]/u.test(value) ? `'${value}` : value
  return /[",;\r\n\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
