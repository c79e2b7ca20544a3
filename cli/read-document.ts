/** Reads a pipeline file as people keep it: JSON, or YAML by its ending. */
import { readFile } from 'node:fs/promises'
import { parseText } from '#datasets/topology/document-text.ts'
import { DomainError } from '#pipeline/domain-error.ts'

/** The document, not checked yet. Throws DomainError 'document-unreadable' with the reason. */
export async function readDocument(path: string): Promise<unknown> {
  return parseText(path, await readText(path))
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new DomainError('document-unreadable', { file: path, reason: (error as Error).message })
  }
}
