import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpcClient } from '../../../lib/trpc.ts'
import { useProjectId } from '../../../lib/project.ts'
import type { ShownCertificate } from '../CertificateReview.tsx'
import type { Connection } from '../connection-facts.ts'
import type { Candidate, Machine } from './machine.ts'

export type Connect = ReturnType<typeof useConnect>

/** A connection that is there, or what is known of a machine beforehand. */
export interface ConnectStart {
  existing?: Connection
  known?: { protocol: string; name: string; config: Record<string, unknown>; points: string }
}

export interface Decision {
  certificate: ShownCertificate
  decision: 'trusted' | 'refused'
}

/** What the wizard has gathered so far. Nothing of it is saved before its end. */
export function useConnect({ existing, known }: ConnectStart) {
  const projectId = useProjectId()
  const [protocol, setProtocol] = useState(existing?.protocol ?? known?.protocol ?? '')
  const [name, setName] = useState(existing?.name ?? known?.name ?? '')
  const [config, setConfig] = useState(existing?.config ?? startOf(protocol, known?.config))
  const [candidates, setCandidates] = useState<Candidate[]>([])
  const [decisions, setDecisions] = useState<Decision[]>([])
  const machine = machineOf({ projectId, protocol, config, connectionId: existing?.id }, decisions)
  const test = useMutation({
    mutationFn: (given: Machine) => trpcClient.connections.test.query({ ...given, tags: [], listenMs: 0 }),
  })
  const decide = (decision: Decision) => {
    const next = [...decisions, decision]
    setDecisions(next)
    test.mutate(machineOf(machine, next))
  }
  const choose = (next: string) => {
    setProtocol(next)
    change(startOf(next))
  }
  const change = (next: Record<string, unknown>) => {
    setConfig(next)
    test.reset()
  }
  return {
    ...{ projectId, existing, protocol, choose, name, setName, config, change, machine, test },
    ...{ candidates, setCandidates, decisions, decide, points: known?.points ?? '' },
  }
}

function machineOf(machine: Machine, decisions: Decision[]): Machine {
  const trusted = decisions.flatMap(({ certificate, decision }) =>
    decision === 'trusted' ? [certificate.fingerprint] : [],
  )
  return { ...machine, ...(trusted.length > 0 && { trusted }) }
}

function startOf(protocol: string, config: Record<string, unknown> = {}): Record<string, unknown> {
  if (protocol !== 'mqtt') return config
  return { clientId: `ecoki-${crypto.randomUUID().slice(0, 8)}`, ...config }
}
