/** Brings a file to the gateway. */
import { TRPCClientError } from '@trpc/client'
import type { FileRef } from '#pipeline/file-ref.ts'

/** Throws what calls to the gateway throw, so that it is described alike. */
export async function uploadFile(projectId: string, file: File): Promise<FileRef> {
  const address = `/api/projects/${projectId}/files?name=${encodeURIComponent(file.name)}`
  const response = await fetch(address, {
    method: 'POST',
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream' },
  }).catch((cause: Error) => {
    throw TRPCClientError.from(cause)
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer as FileRef
  throw Object.assign(new TRPCClientError('upload'), { data: answer })
}
