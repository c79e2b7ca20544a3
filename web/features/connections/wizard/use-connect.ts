import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient, trpc, trpcClient } from '../../../lib/trpc.ts'
import { useProjectId } from '../../../lib/project.ts'
import type { Connection } from '../connection-facts.ts'
import type { ShownCertificate } from '../CertificateReview.tsx'
import type { Candidate, Machine } from './machine.ts'

export type Connect = ReturnType<typeof useConnect>

/** What the wizard has gathered so far. */
export function useConnect(existing: Connection | undefined) {
  const projectId = useProjectId()
  const [saved, setSaved] = useState(existing)
  const [protocol, setProtocol] = useState(existing?.protocol ?? '')
  const [name, setName] = useState(existing?.name ?? '')
  const [config, setConfig] = useState<Record<string, unknown>>(existing?.config ?? {})
  const [candidates, setCandidates] = useState<Candidate[]>([])
  const machine: Machine = { projectId, protocol, config, ...(saved && { connectionId: saved.id }) }
  const test = useMutation({
    mutationFn: (given: Machine) => trpcClient.connections.test.query({ ...given, tags: [], listenMs: 0 }),
  })
  /** Kept while it is not finished: paused. What was changed since is kept, too. */
  const keep = async (): Promise<Connection> => {
    const input = { projectId, name: name.trim(), config, staleAfterMs: saved?.staleAfterMs ?? 60_000 }
    const next = saved
      ? await trpcClient.connections.save.mutate({ ...input, id: saved.id, expectedRevision: saved.revision })
      : await trpcClient.connections.create.mutate({ ...input, protocol, desired: 'paused' })
    setSaved(next)
    setConfig(next.config)
    await queryClient.invalidateQueries(trpc.connections.pathFilter())
    return next
  }
  const decide = useMutation({
    mutationFn: async ({ certificate, decision }: Decision) => {
      const { id, config: stored } = await keep()
      const { fingerprint, pem } = certificate
      await trpcClient.connections.decideCertificate.mutate({ projectId, id, fingerprint, pem, decision })
      await test.mutateAsync({ ...machine, config: stored, connectionId: id })
    },
  })
  const choose = (next: string) => {
    setProtocol(next)
    test.reset()
    setConfig(next === 'mqtt' ? { clientId: `ecoki-${crypto.randomUUID().slice(0, 8)}` } : {})
  }
  const change = (next: Record<string, unknown>) => {
    setConfig(next)
    test.reset()
  }
  return {
    ...{ projectId, saved, protocol, choose, name, setName, config, change, machine, test, decide, keep },
    ...{ candidates, setCandidates, isExisting: existing !== undefined },
  }
}

interface Decision {
  certificate: ShownCertificate
  decision: 'trusted' | 'refused'
}
