/** Every problem validate() can find, with its severity. Texts are in issue-texts.ts, the table in docs/problems.md. */
import type { Mode } from './block-spec.ts'
import type { Issue } from './issue.ts'

type Severity = Issue['severity']

/** One severity for all modes, or one each. */
export type SeverityRule = Severity | Record<Mode, Severity>

const leakRule: SeverityRule = { batch: 'warning', streaming: 'error' }

/** Keys are for ever: documents accept warnings by code. */
export const issueCodes = {
  // The document as a text
  'document-version': 'error',
  'document-unknown-key': 'error',
  'document-field': 'error',
  'too-big': 'error',
  'parameter-unknown': 'error',
  'parameter-schema': 'error',
  'parameter-value': 'error',
  // Nodes and wires
  'nothing-to-run': 'error',
  'node-twice': 'error',
  'edge-no-node': 'error',
  'edge-no-port': 'error',
  cycle: 'error',
  'block-unknown': 'error',
  'block-version': 'error',
  'block-no-streaming': 'error',
  'block-failed': 'error',
  'config-field': 'error',
  'reader-not-inspected': 'error',
  'input-missing': 'error',
  'input-twice': 'error',
  'port-type': 'error',
  'output-unused': 'warning',
  'node-disabled': 'warning',
  'node-left-out': 'warning',
  'accepted-unused': 'warning',
  // What flows over the wires
  'column-missing': 'error',
  'column-type': 'error',
  'column-exists': 'error',
  'column-nullable': 'error',
  unit: 'error',
  quantity: 'error',
  kind: 'error',
  stamp: 'error',
  availability: 'error',
  'time-missing': 'error',
  'time-zone': 'error',
  'grid-uneven': 'error',
  'grid-step': 'error',
  'model-method': 'error',
  'model-horizon': 'error',
  'metric-missing': 'error',
  // Honest learning
  leak: leakRule,
  'leak-by-rows': leakRule,
  'score-in-sample': 'warning',
  'target-as-feature': 'error',
  'random-split-on-time': 'warning',
} as const satisfies Record<string, SeverityRule>

export type IssueCode = keyof typeof issueCodes

export function isIssueCode(code: string): code is IssueCode {
  return Object.hasOwn(issueCodes, code)
}

export function severityOf(code: IssueCode, mode: Mode): Severity {
  const rule: SeverityRule = issueCodes[code]
  return typeof rule === 'string' ? rule : rule[mode]
}
