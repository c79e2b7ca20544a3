/** Takes results out of the store after success: sinks to paths that people name, reports to the browser. */
import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Client, RunResult } from '#client/index.ts'
import { DomainError } from '#pipeline/domain-error.ts'
import { downloadOutput } from './download-output.ts'
import type { FindBlock } from './gateway-blocks.ts'

/**
 * Refuses before anything starts what could not be copied after it. Throws DomainError 'output-no-file' for nodes that
 * write none, 'folder-missing' for paths that lead nowhere.
 */
export async function checkOutputs(
  findBlock: FindBlock,
  document: unknown,
  wanted: Record<string, string> = {},
): Promise<void> {
  const { nodes = [] } = (document ?? {}) as { nodes?: { id?: string; block?: string; version?: number }[] }
  for (const [id, path] of Object.entries(wanted)) {
    const node = Array.isArray(nodes) ? nodes.find((candidate) => candidate?.id === id) : undefined
    const block = node && (await findBlock(node.block, node.version))
    const isSink = block?.outputs.some((port) => port.type === 'report') ?? false
    if (!isSink) throw new DomainError('output-no-file', { node: id })
    const folder = dirname(resolve(path))
    if (!(await isFolder(folder))) throw new DomainError('folder-missing', { folder })
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** Copies the report or file that each named node made. Throws DomainError 'output-unknown'. */
export async function copyOutputs(
  client: Client,
  run: RunResult,
  wanted: Record<string, string> = {},
): Promise<void> {
  for (const [node, path] of Object.entries(wanted)) {
    const port = reportPorts(run, node)[0]
    if (!port) throw new DomainError('output-unknown', { run: run.run, node, port: 'file' })
    await downloadOutput(client, { run: run.run, node, port }, resolve(path))
  }
}

function reportPorts(run: RunResult, node: string): string[] {
  const ports = Object.hasOwn(run.outputs, node) ? run.outputs[node] : {}
  return Object.entries(ports)
    .filter(([, output]) => 'schema' in output && output.schema.type === 'report')
    .map(([port]) => port)
}

/** Opens every HTML report with what the desktop uses for it, and says where they are. */
export async function openReports(client: Client, run: RunResult): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ecoki-report-'))
  for (const node of Object.keys(run.outputs)) {
    for (const port of reportPorts(run, node)) {
      const report = await client.datasets.download({ run: run.run, node, port })
      if (!/\.html?$/i.test(report.name)) {
        await report.stream.cancel()
        continue
      }
      const path = join(folder, `${encodeURIComponent(node)}-${encodeURIComponent(report.name)}`)
      await report.save(path)
      process.stderr.write(`report: ${path}\n`)
      await openPath(path)
    }
  }
}

async function openPath(path: string): Promise<void> {
  const { execa } = await import('execa')
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const { failed } = await execa(opener, [path], { reject: false, stdio: 'ignore' })
  if (failed) process.stderr.write(`Open it in a browser: there is no ${opener} here that could.\n`)
}
