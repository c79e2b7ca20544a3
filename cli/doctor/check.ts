import type { Instance } from '#config/instance.ts'
import type { CliConfig } from '#config/cli.ts'

/** What the doctor found about one thing; `remedy` says what to do unless all is well. */
export interface Finding {
  check: string
  state: 'ok' | 'warning' | 'problem'
  found: string
  remedy?: string
}

/** What a check may look at; `running` is missing where no product runs. */
export interface Patient {
  config: CliConfig
  running?: Instance
}

/** One check gives one finding or several. */
export type Check = (patient: Patient) => Promise<Finding[]> | Finding[]

/** A finding with nothing to do about it. */
export function ok(check: string, found: string): Finding {
  return { check, state: 'ok', found }
}

/** Something that must be done before EcoKI works. */
export function problem(check: string, found: string, remedy: string): Finding {
  return { check, state: 'problem', found, remedy }
}

/** Something that will become a problem. */
export function warning(check: string, found: string, remedy: string): Finding {
  return { check, state: 'warning', found, remedy }
}

/** Bytes as people read them: 1.5 GiB. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`
}
