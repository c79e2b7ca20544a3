/** Whether the gateway answers, as every call finds out; shown by the frame. */
import { useSyncExternalStore } from 'react'

export type GatewayState = 'here' | 'away'

let state: GatewayState = 'here'
const listeners = new Set<() => void>()
let probe: ReturnType<typeof setTimeout> | undefined
let ask: () => Promise<unknown> = () => Promise.resolve()
let onBack: () => void = () => undefined

/** How it is asked while it is away, and what is done when it is back. */
export function watchGateway(asking: () => Promise<unknown>, back: () => void): void {
  ask = asking
  onBack = back
}

/** Told by every answer and every silence. */
export function noteGateway(next: GatewayState): void {
  if (next === 'away') scheduleProbe()
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
  if (next === 'here') onBack()
}

const probeAfterMs = 2_000

function scheduleProbe(): void {
  // Its answer or silence comes back through noteGateway.
  probe ??= setTimeout(() => {
    probe = undefined
    void ask().catch(() => undefined)
  }, probeAfterMs)
}

export function useGatewayState(): GatewayState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => state,
  )
}
