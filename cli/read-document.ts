/** Reads a pipeline file as people keep it: JSON, or YAML by its ending. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { DomainError } from '#pipeline/domain-error.ts'

/** Throws DomainError 'document-unreadable' with the reason. */
export async function readDocument(path: string): Promise<unknown> {
  try {
    const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
    const isYaml = ['.yaml', '.yml'].includes(extname(path).toLowerCase())
    return isYaml ? parseYaml(text, { maxAliasCount: 100 }) : JSON.parse(text)
  } catch (error) {
    throw new DomainError('document-unreadable', { path, reason: (error as Error).message })
  }
}
