/** An output of a run as a file: tables by the ending of its name, reports as they are, everything else as JSON. */
import { appendFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Client, OutputName } from '#client/index.ts'
import { DomainError } from '#pipeline/domain-error.ts'

const formats: Record<string, 'csv' | 'parquet'> = { '.csv': 'csv', '.parquet': 'parquet' }

/** Throws DomainError 'output-unknown' or 'export-format', EcokiError, and what the file system says. */
export async function downloadOutput(client: Client, name: OutputName, path: string): Promise<void> {
  const type = await typeOf(client, name)
  const isTable = type === 'table' || type === 'intervals'
  const format = formats[extname(path).toLowerCase()]
  if (isTable && !format) throw new DomainError('export-format', { path })
  const { save } = await client.datasets.download(name, isTable ? { format } : {})
  await save(path)
  // A file of text ends with its last line.
  if (!isTable && type !== 'report') await appendFile(path, '\n')
}

/** Metrics and scalars are the value itself. */
async function typeOf(client: Client, { run, node, port }: OutputName): Promise<string> {
  const { outputs } = await client.runs.of(run).view()
  const ports = Object.hasOwn(outputs, node) ? outputs[node] : {}
  const output = Object.hasOwn(ports, port) ? ports[port] : undefined
  if (!output) throw new DomainError('output-unknown', { run, node, port })
  return 'value' in output ? 'value' : output.schema.type
}
