/** Takes results out of the store after success: sinks to paths that people name, reports to the browser. */
import { mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import type { App } from '#api/app.ts'
import { exportOutput, findOutput } from '#api/use-cases/export-output.ts'
import type { RunView } from '#api/use-cases/get-run.ts'
import { DomainError } from '#pipeline/domain-error.ts'

/**
 * Refuses before anything starts what could not be copied after it. Throws DomainError 'output-no-file' for nodes that
 * write none, 'folder-missing' for paths that lead nowhere.
 */
export async function checkOutputs(
  app: App,
  document: unknown,
  wanted: Record<string, string> = {},
): Promise<void> {
  const { nodes = [] } = (document ?? {}) as { nodes?: { id?: string; block?: string; version?: number }[] }
  for (const [id, path] of Object.entries(wanted)) {
    const node = Array.isArray(nodes) ? nodes.find((candidate) => candidate?.id === id) : undefined
    const block = node?.block && node.version ? app.catalog.find(node.block, node.version) : undefined
    const isSink = block?.spec.outputs.some((port) => port.type === 'report') ?? false
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
  app: App,
  run: RunView,
  wanted: Record<string, string> = {},
): Promise<void> {
  for (const [node, path] of Object.entries(wanted)) {
    const port = reportPorts(run, node)[0]
    if (!port) throw new DomainError('output-unknown', { run: run.run, node, port: 'file' })
    await exportOutput(app, { runId: run.run, node, port }, resolve(path))
  }
}

function reportPorts(run: RunView, node: string): string[] {
  const ports = Object.hasOwn(run.outputs, node) ? run.outputs[node] : {}
  return Object.entries(ports)
    .filter(([, output]) => 'schema' in output && (output.schema as { type: string }).type === 'report')
    .map(([port]) => port)
}

/** Opens every HTML report with what the desktop uses for it, and says where they are. */
export async function openReports(app: App, run: RunView): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ecoki-report-'))
  for (const node of Object.keys(run.outputs)) {
    for (const port of reportPorts(run, node)) {
      const output = { runId: run.run, node, port }
      const { name, mime } = (await findOutput(app, output)).value as { name: string; mime: string }
      if (!mime.startsWith('text/html')) continue
      const path = join(folder, `${encodeURIComponent(node)}-${name}`)
      await exportOutput(app, output, path)
      process.stderr.write(`report: ${path}\n`)
      await openPath(path)
    }
  }
}

async function openPath(path: string): Promise<void> {
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open'
  const { failed } = await execa(opener, [path], { reject: false, stdio: 'ignore' })
  if (failed) process.stderr.write(`Open it in a browser: there is no ${opener} here that could.\n`)
}
