/** What is asked of the audit, as the fields of its page say it. */

export interface AuditFields {
  actor: string
  action: string
  /** '' for everything, 'done', or 'refused'. */
  result: string
  /** ISO days where the person is, the last one included. */
  from: string
  until: string
}

export const noFilter: AuditFields = { actor: '', action: '', result: '', from: '', until: '' }

export interface AuditQuery {
  actor?: string
  action?: string
  result?: string
  from?: string
  to?: string
}

/** Empty fields ask for nothing. */
export function queryOf({ actor, action, result, from, until }: AuditFields): AuditQuery {
  return {
    ...(actor.trim() && { actor: actor.trim() }),
    ...(action.trim() && { action: action.trim() }),
    ...(result && { result }),
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(until && { to: dayAfter(until) }),
  }
}

function dayAfter(isoDay: string): string {
  const day = new Date(`${isoDay}T00:00:00`)
  day.setDate(day.getDate() + 1)
  return day.toISOString()
}
