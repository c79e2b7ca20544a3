/** What one step of the test run has found. */
export interface Tally {
  passed: number
  failed: number
  skipped: { name: string; reason: string }[]
}

/** The outcome of a step that is one check. */
export function oneCheck(hasPassed: boolean): Tally {
  return { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, skipped: [] }
}

/** A step that could not be done here, with the reason. */
export function skippedCheck(name: string, reason: string): Tally {
  return { passed: 0, failed: 0, skipped: [{ name, reason }] }
}

/** All steps together. */
export function sum(tallies: Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.reduce((total, { failed }) => total + failed, 0),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** The last lines of a test run: every skip with its reason, then the counts. */
export function summary({ passed, failed, skipped }: Tally): string {
  const reasons = skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`)
  return [...reasons, `${passed} passed, ${failed} failed, ${skipped.length} skipped`].join('\n')
}
