/** Whether a connection lives, by what it brought: an open socket says nothing. */
import type { ConnectionStateWord, Reason } from './observed.ts'

export interface Signs {
  nowMs: number
  connectedMs: number
  /** When a sample last came in this session. */
  sampleMs?: number
  /** When a good one last came in this session. */
  goodMs?: number
  /** When the machine last gave any sign of life. */
  aliveMs: number
  tags: number
  staleAfterMs: number
}

export interface Judgement {
  state: ConnectionStateWord
  reason?: Reason
  /** It is to be closed and opened anew. */
  isDead: boolean
}

/** Silence for twice the limit, keep-alives too, is a dead connection. */
export function judge(signs: Signs): Judgement {
  const { nowMs, connectedMs, goodMs, sampleMs, aliveMs, tags, staleAfterMs } = signs
  const silentMs = nowMs - Math.max(aliveMs, sampleMs ?? connectedMs)
  const isDead = silentMs > 2 * staleAfterMs
  if (tags === 0) return { state: 'running', reason: { code: 'no-tags' }, isDead: false }
  if (goodMs !== undefined && nowMs - goodMs <= staleAfterMs) return { state: 'running', isDead: false }
  if (nowMs - (goodMs ?? connectedMs) <= staleAfterMs)
    return { state: 'connecting', reason: { code: 'waiting-for-samples' }, isDead: false }
  const isBad = sampleMs !== undefined && nowMs - sampleMs <= staleAfterMs
  return { state: 'stale', reason: { code: isBad ? 'samples-bad' : 'samples-missing' }, isDead }
}
