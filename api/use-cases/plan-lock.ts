/**
 * Pages of plans belong to all runs of the plan. Who starts a run shares a lock until it is written, who deletes one has
 * it alone: so no run loses its pages to the deletion of what was the last run of its plan a moment ago.
 */

/** Any number that nothing else in this database locks. */
const space = 4_711_003

/** $1: hash of the plan. */
export const lockPlanShared = `select pg_advisory_xact_lock_shared(${space}, hashtext($1))`

/** $1: id of a run as text, $2: its project. Waits before the run itself is locked: whoever starts a rerun of it does so too. */
export const lockPlanOfRun = `select pg_advisory_xact_lock(${space}, hashtext(plan_hash)) from run
  where id::text = $1 and project_id = $2`
