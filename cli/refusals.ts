/** What the command line says when a use-case refuses: what, where, what to do. */
import { DomainError } from '#pipeline/domain-error.ts'

const texts: Record<string, (params: Record<string, unknown>) => string> = {
  'engine-away': () => 'The engine (Temporal) does not answer. Look at: npx ecoki doctor',
  'run-unknown': ({ run }) => `There is no run ${String(run)}. See: npx ecoki runs`,
  'run-over': ({ run, status }) => `Run ${String(run)} is over already: ${String(status)}.`,
  'run-open': ({ run, status }) =>
    `Run ${String(run)} is not over: ${String(status)}. Cancel it first: npx ecoki cancel ${String(run)}`,
  'node-unknown': ({ node, known }) =>
    `The pipeline has no node ${String(node)}. It has: ${(known as string[]).join(', ')}`,
  'output-unknown': ({ run, node, port }) =>
    `Run ${String(run)} has no output ${String(node)}.${String(port)}. See: npx ecoki show ${String(run)}`,
  'document-unreadable': ({ file, reason }) => `Cannot read ${String(file)}: ${String(reason)}`,
  'output-no-file': ({ node }) => `--output names ${String(node)}, which is no node that writes a file.`,
  'folder-missing': ({ folder }) => `There is no folder ${String(folder)}. Make it first.`,
  'administrator-unknown': ({ email, known }) =>
    email === null
      ? `There are several administrators: ${(known as string[]).join(', ')}. Name one with --email.`
      : `There is no administrator ${String(email)}.`,
  'database-away': () => 'The database does not answer. Look at: npx ecoki doctor',
  'not-reachable': ({ url }) => `The gateway at ${String(url)} does not answer. Look at: npx ecoki doctor`,
  'not-ecoki': ({ status }) => `What answers there (${String(status)}) is no gateway of EcoKI.`,
  'token-unknown': () => 'The gateway does not know this token (any more).',
  'not-allowed': () => 'The role of this token does not allow that.',
  'scope-missing': ({ scope }) => `This token has no scope ${String(scope)}.`,
  'project-unknown': () => 'There is no such project, or this token may not use it.',
  'project-needed': ({ projects }) =>
    `Say by ECOKI_PROJECT which project is meant. This token may use: ${(projects as string[]).join(', ') || 'none'}`,
  'too-many-requests': () => 'The gateway has too much to do. Try again later.',
  'payload-too-large': () => 'The pipeline is larger than the gateway takes (4 MiB).',
  internal: () => 'EcoKI itself made a mistake: npx ecoki logs gateway shows more.',
  'key-unknown': ({ key, known }) =>
    `There is no key ${String(key)}. There are: ${(known as string[]).join(', ')}`,
  'key-current': ({ key }) =>
    `${String(key)} is the key that encrypts. Make another first: npx ecoki keys rotate`,
  'key-in-use': ({ key, secrets }) =>
    `${String(secrets)} secrets need the key ${String(key)}. First: npx ecoki keys rotate --same-key`,
  'key-young': ({ key, days }) =>
    `Temporal may keep something that the key ${String(key)} encrypted. Try again in ${String(days)} days.`,
  'export-format': ({ path }) => `Name the file .csv, .parquet or .json, not ${String(path)}.`,
}

export function refusalText({ code, params, message }: Refusal): string {
  return texts[code]?.(params) ?? message
}

export function databaseAway(): DomainError {
  return new DomainError('database-away')
}

interface Refusal {
  code: string
  params: Record<string, unknown>
  message: string
}
