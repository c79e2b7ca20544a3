/** Commands a running plant: for tests, drills and whoever starts it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultInput } from '#plant/faults/fault.ts'
import type { PlantFile } from '#plant/plant-file.ts'
import { plantFileName } from '#config/plant-file.ts'
import { tokenFileName } from '#plant/plant-file.ts'
import type { PlantState } from './plant-state.ts'
import type { TagAddresses } from './tag-addresses.ts'

export interface PlantClient {
  /** What the plant wrote about itself at its start. */
  file: PlantFile
  state(): Promise<PlantState>
  tags(): Promise<TagAddresses[]>
  /** Resolves once the fault is in force. Throws with what is wrong with it. */
  fault(fault: FaultInput): Promise<{ id: number; hits: number }>
  endFault(id: number): Promise<void>
  endFaults(): Promise<void>
}

/** Of the plant that runs in this folder. */
export function plantClient(folder: string): PlantClient {
  const file = JSON.parse(readFileSync(join(folder, plantFileName), 'utf8')) as PlantFile
  const token = readFileSync(join(folder, tokenFileName), 'utf8').trim()
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${file.control}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { error?: string }
    if (!response.ok) throw new Error(answer.error ?? `${method} ${path} was answered ${response.status}`)
    return answer
  }
  return {
    file,
    state: () => ask('GET', '/state') as Promise<PlantState>,
    tags: () => ask('GET', '/tags') as Promise<TagAddresses[]>,
    fault: (fault) => ask('POST', '/faults', fault) as Promise<{ id: number; hits: number }>,
    endFault: (id) => ask('DELETE', `/faults/${id}`).then(() => undefined),
    endFaults: () => ask('DELETE', '/faults').then(() => undefined),
  }
}
