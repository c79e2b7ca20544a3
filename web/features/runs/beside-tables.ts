/** Tables that came out of two runs, paired by where they came out. Pure. */
import type { Column, TableSchema } from '#pipeline/ports.ts'
import type { Outputs } from '../../lib/trpc.ts'

type RunOutputs = Outputs['runs']['outputs']

/** One place with a table in at least one of the runs. */
export interface TablePair {
  node: string
  port: string
  before?: TableSchema
  after?: TableSchema
  /** Both are there and the same to the last bit. */
  isSame: boolean
}

/** In the order of the later run, then what only the earlier one has. */
export function pairTables(before: RunOutputs, after: RunOutputs): TablePair[] {
  const [old, now] = [tablesOf(before), tablesOf(after)]
  return [...new Set([...now.keys(), ...old.keys()])].map((key) => {
    const [left, right] = [old.get(key), now.get(key)]
    const { node, port } = (right ?? left)!
    return {
      ...{ node, port, before: left?.table, after: right?.table },
      isSame: left !== undefined && left.hash === right?.hash,
    }
  })
}

interface FoundTable {
  node: string
  port: string
  hash: string
  table: TableSchema
}

function tablesOf(outputs: RunOutputs): Map<string, FoundTable> {
  const found = new Map<string, FoundTable>()
  for (const [node, ports] of Object.entries(outputs))
    for (const [port, output] of Object.entries(ports))
      if ('hash' in output && output.schema.type === 'table')
        found.set(`${node}.${port}`, { node, port, hash: output.hash, table: output.schema.table })
  return found
}

/** Of the later run, then what only the earlier one has. */
export function columnsOf({ before, after }: TablePair): Column[] {
  const now = after?.columns ?? []
  const known = new Set(now.map(({ name }) => name))
  return [...now, ...(before?.columns ?? []).filter(({ name }) => !known.has(name))]
}
