/** Whether a token still works, and if not, why. */
import type { Outputs } from '../../lib/trpc.ts'

export type Token = Outputs['tokens']['list'][number]

export function tokenState(
  { revokedAt, expiresAt, replacedBy }: Pick<Token, 'revokedAt' | 'expiresAt' | 'replacedBy'>,
  nowMs: number,
): 'Valid' | 'Expired' | 'Revoked' | 'Replaced' {
  if (revokedAt !== null) return 'Revoked'
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= nowMs
  if (replacedBy !== null) return 'Replaced'
  return isOver ? 'Expired' : 'Valid'
}
